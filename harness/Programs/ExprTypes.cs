namespace Vera.GcStress.Programs;

/// <summary>
/// The type of an expression that may be incoherent, and the types that operations derive from others.
/// </summary>
internal static class ExprTypes
{
    /// <summary>
    /// As <see cref="Expr.Type"/>, but null where an operand is not of the kind that its place asks for.
    /// </summary>
    public static VeraType? Of(Expr expr) => expr switch
    {
        Expr.Insert e => OfContainer(e.Into),
        Expr.Remove e => OfContainer(e.From),
        Expr.Fold e => OfContainer(e.Into),
        Expr.Get e => Of(e.From) is { Kind: TypeKind.Map } map ? VeraType.Option(map.Second) : null,
        Expr.Listing e => OfContainer(e.Of) is { } container ? OfListing(e.Kind, container) : null,
        Expr.Item e => Of(e.Of) is { Kind: TypeKind.Array } array ? array.First : null,
        Expr.Apply e => Of(e.Of) is { Kind: TypeKind.Closure } closure ? closure.First : null,
        Expr.Call e => Of(e.Body),
        _ => expr.Type,
    };

    /// <summary>What a column of a container is listed as, or null if the container has no such column.</summary>
    public static VeraType? OfListing(ListingKind kind, VeraType container) => (kind, container.Kind) switch
    {
        (ListingKind.Elements, TypeKind.Set) => VeraType.Array(container.First),
        (ListingKind.Keys, TypeKind.Map) => VeraType.Array(container.First),
        (ListingKind.Values, TypeKind.Map) => VeraType.Array(container.Second),
        _ => null,
    };

    /// <summary>The type that a part of a constructor, an array or a container must have.</summary>
    public static VeraType OfPart(VeraType whole, int tag, int index) => whole.Kind switch
    {
        TypeKind.Array or TypeKind.Set => whole.First,
        TypeKind.Map => whole.Arguments[index % 2],
        _ => whole.Constructors[tag].Fields[index],
    };

    /// <summary>Whether a scalar or string of the type can be made to look like an address.</summary>
    public static bool CanBeAddress(VeraType type) =>
        type.Kind is TypeKind.Int or TypeKind.Nat or TypeKind.Float64 or TypeKind.String;

    /// <summary>Whether the number of a fold's turn can be a value of the type.</summary>
    public static bool CanBeTurn(VeraType type) => type.Kind <= TypeKind.Decimal;

    /// <summary>Whether a document can be parsed to a value of the type.</summary>
    public static bool CanBeParsed(VeraType type) =>
        type.Kind is TypeKind.Json or TypeKind.HtmlNode or TypeKind.MdBlock;

    private static VeraType? OfContainer(Expr expr) => Of(expr) is { IsContainer: true } type ? type : null;
}
