using System.Collections.Immutable;

namespace Vera.GcStress.Programs;

/// <summary>The smallest expression of every type: where repair has nothing better, and where shrinking ends.</summary>
internal static class Defaults
{
    public static Expr Of(VeraType type) => type.Kind switch
    {
        TypeKind.Int => new Expr.Int(0),
        TypeKind.Nat => new Expr.Nat(0),
        TypeKind.Bool => new Expr.Bool(false),
        TypeKind.Byte => new Expr.Byte(0),
        TypeKind.Float64 => new Expr.Float64(0),
        TypeKind.String => new Expr.Text(""),
        TypeKind.Decimal => new Expr.Decimal(0),
        TypeKind.Array => new Expr.ArrayOf(type, []),
        TypeKind.Set or TypeKind.Map => new Expr.Container(type, []),
        TypeKind.Closure => new Expr.Closure(type, Of(type.First)),
        TypeKind.HtmlNode => Construct(type, 1),
        _ => Construct(type, 0),
    };

    /// <summary>An ADT value of one constructor over default fields.</summary>
    public static Expr.Construct Construct(VeraType type, int tag) =>
        new(type, tag, type.Constructors[tag].Fields.Select(Of).ToImmutableArray());
}
