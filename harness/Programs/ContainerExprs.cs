using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Programs;

/// <summary>Operations on containers as expressions: on a set or on a map, as the container's type says.</summary>
public static class ContainerExprs
{
    /// <summary>A new version with one more entry: a map's has a value, a set's none.</summary>
    public static Expr.Builtin Insert(Expr into, Expr key, Expr? value) => value is null
        ? new(Of(into, ContainerUse.Insert, ContainerOperations.SetAdd), into, key)
        : new(Of(into, ContainerUse.Insert, ContainerOperations.MapInsert), into, key, value);

    /// <summary>A new version without one entry.</summary>
    public static Expr.Builtin Remove(Expr from, Expr key) =>
        new(Of(from, ContainerUse.Remove, ContainerOperations.SetRemove), from, key);

    /// <summary>The value of a map's key, as an Option.</summary>
    public static Expr.Builtin Get(Expr from, Expr key) => new(ContainerOperations.MapGet, from, key);

    /// <summary>Whether there is an entry of a key.</summary>
    public static Expr.Builtin Contains(Expr container, Expr key) =>
        new(Of(container, ContainerUse.Contains, ContainerOperations.SetContains), container, key);

    /// <summary>How many entries there are.</summary>
    public static Expr.Builtin Size(Expr container) =>
        new(Of(container, ContainerUse.Size, ContainerOperations.SetSize), container);

    /// <summary>The elements of a set or the keys of a map, as an array.</summary>
    public static Expr.Builtin Keys(Expr container) =>
        new(Of(container, ContainerUse.Iterate, ContainerOperations.SetToArray), container);

    /// <summary>The elements of a set or the values of a map, as an array.</summary>
    public static Expr.Builtin Values(Expr container) => container.KnownType?.Kind == TypeKind.Map
        ? new(ContainerOperations.MapValues, container)
        : Keys(container);

    private static Operation Of(Expr container, ContainerUse use, Operation careless) =>
        container.KnownType is { } type ? OperationCatalogue.Over(type, use) ?? careless : careless;
}
