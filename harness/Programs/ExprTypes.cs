namespace Vera.GcStress.Programs;

/// <summary>Which types go where: those of parts, and those that special forms can have.</summary>
internal static class ExprTypes
{
    /// <summary>The type of an expression of a valid case.</summary>
    public static VeraType Of(Expr expr) =>
        expr.KnownType ?? throw new ArgumentException($"no type for {expr}: repair the case", nameof(expr));

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
}
