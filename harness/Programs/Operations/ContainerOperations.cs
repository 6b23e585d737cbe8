using System.Collections.Immutable;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>The operations on sets and maps. All updates give a new version: containers are persistent.</summary>
internal static class ContainerOperations
{
    private static readonly TypePattern T = Variable("T", 0);
    private static readonly TypePattern K = Variable("K", 0);
    private static readonly TypePattern V = Variable("V", 1);
    private static readonly TypePattern Set = Of(TypeKind.Set, T);
    private static readonly TypePattern Map = Of(TypeKind.Map, K, V);

    public static Operation SetAdd { get; } = new("set_add", "insert", [Set, T], Set) { Use = ContainerUse.Insert };

    public static Operation MapInsert { get; } =
        new("map_insert", "insert", [Map, K, V], Map) { Use = ContainerUse.Insert };

    /// <summary>Whether or not the element is there.</summary>
    public static Operation SetRemove { get; } =
        new("set_remove", "remove", [Set, T], Set) { Use = ContainerUse.Remove };

    /// <summary>Whether or not the key is there.</summary>
    public static Operation MapRemove { get; } =
        new("map_remove", "remove", [Map, K], Map) { Use = ContainerUse.Remove };

    public static Operation MapGet { get; } =
        new("map_get", "get", [Map, K], Of(TypeKind.Option, V)) { Use = ContainerUse.Get, Weight = 1 };

    public static Operation SetContains { get; } =
        new("set_contains", "contains", [Set, T], TypeKind.Bool) { Use = ContainerUse.Contains };

    public static Operation MapContains { get; } =
        new("map_contains", "contains", [Map, K], TypeKind.Bool) { Use = ContainerUse.Contains };

    public static Operation SetToArray { get; } =
        new("set_to_array", "elements", [Set], Of(TypeKind.Array, T)) { Use = ContainerUse.Iterate };

    public static Operation MapKeys { get; } =
        new("map_keys", "keys", [Map], Of(TypeKind.Array, K)) { Use = ContainerUse.Iterate, Weight = 1 };

    public static Operation MapValues { get; } =
        new("map_values", "values", [Map], Of(TypeKind.Array, V)) { Use = ContainerUse.Iterate, Weight = 2 };

    public static Operation SetSize { get; } = new("set_size", "size", [Set], TypeKind.Int) { Use = ContainerUse.Size };

    public static Operation MapSize { get; } = new("map_size", "size", [Map], TypeKind.Int) { Use = ContainerUse.Size };

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        SetAdd, MapInsert, SetRemove, MapRemove, MapGet, SetContains, MapContains, SetToArray, MapKeys, MapValues,
        SetSize, MapSize,
    ];
}
