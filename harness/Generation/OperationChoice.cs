using System.Collections.Concurrent;
using System.Collections.Immutable;
using Vera.GcStress.Coverage;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Generation;

/// <summary>The operations that cases may have, where containers are to be about some kinds of elements.</summary>
internal sealed class OperationChoice
{
    private static readonly ConcurrentDictionary<(ulong Elements, ContainerChoice Containers), OperationChoice> Known =
        [];

    private static readonly ulong AllKinds = Mask(Enum.GetValues<TypeKind>());

    private static readonly VeraType[] OpenUsual =
    [
        VeraType.Int, VeraType.String, VeraType.Bool, VeraType.Float64, VeraType.Json, VeraType.Option(VeraType.Int),
    ];

    private readonly HashSet<Operation>? chosen;
    private readonly Operation[] rows;

    private OperationChoice(ulong elements, ContainerChoice containers)
    {
        var isAll = elements == AllKinds && containers == ContainerChoice.Both;
        chosen = isAll ? null : [.. All.Where(row => IsAbout(row, elements))];
        rows = [.. All.Where(Has)];
        Open = [.. OpenUsual.Where(type => IsPlain(type.Kind) || (elements & Mask([type.Kind])) != 0)];
    }

    /// <summary>Every operation that is drawn like this.</summary>
    public static ImmutableArray<Operation> All { get; } =
        [.. OperationCatalogue.All.Where(row => row.Meaning is not null)];

    /// <summary>Those that are chosen.</summary>
    public ReadOnlySpan<Operation> Rows => rows;

    /// <summary>What stands for a type that neither the result nor a local tells.</summary>
    public VeraType[] Open { get; }

    /// <summary>What the options leave.</summary>
    public static OperationChoice Of(GenerationOptions options) => Known.GetOrAdd(
        (Mask(options.Elements), options.Containers), key => new(key.Elements, key.Containers));

    /// <summary>Whether it is chosen.</summary>
    public bool Has(Operation row) => chosen?.Contains(row) != false;

    /// <summary>
    /// No container of types that are left open, and no tree, decimal or value of the user's types but of the kinds
    /// that are asked for: a document holds containers of its own.
    /// </summary>
    private static bool IsAbout(Operation row, ulong elements) => row.Operands.Append(row.Result)
        .SelectMany(pattern => pattern.All)
        .All(pattern => pattern.Kind switch
        {
            null => true,
            TypeKind.Set or TypeKind.Map => pattern.Closed is not null,
            { } kind => IsPlain(kind) || (elements & Mask([kind])) != 0,
        });

    private static bool IsPlain(TypeKind kind) =>
        kind <= TypeKind.String || kind is TypeKind.Option or TypeKind.Result or TypeKind.Array;

    private static ulong Mask(IEnumerable<TypeKind> kinds) =>
        kinds.Aggregate(0UL, (mask, kind) => mask | (1UL << (int)kind));
}
