using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>Draws matches, and what they match on.</summary>
internal sealed class MatchDrawing(
    Draw draw, Scope scope, TypePalette palette, ValueDrawing values, ControlDrawing control)
{
    /// <summary>The value as the field of an option that is matched at once, or of what a map may have.</summary>
    public Expr.Match Wrapped(Expr expr, VeraType type)
    {
        var map = scope.Pick(draw, known => known.Type.Kind == TypeKind.Map && known.Type.Second == type);
        if (map >= 0 && draw.Chance(70))
        {
            var local = new Expr.Local(map, scope[map].Type);
            var got = ContainerExprs.Get(local, values.Of(local.Of.First));
            return new(got, 1, new Expr.Bound(0, type), control.Walk(expr));
        }

        var some = new Expr.Construct(VeraType.Option(type), 1, [control.Walk(expr)]);
        return new(some, 1, new Expr.Bound(0, type), values.Of(type));
    }

    /// <summary>
    /// A match on what a map gives back, on a value in scope or on a new one: the expression is one of its arms.
    /// </summary>
    public Expr.Match Around(Expr expr, VeraType type)
    {
        var got = draw.Chance(50) ? scope.Pick(draw, static known => known.Type.Kind == TypeKind.Map) : -1;
        if (got >= 0)
        {
            var map = new Expr.Local(got, scope[got].Type);
            var read = ContainerExprs.Get(map, new Expr.Item(ContainerExprs.Keys(map), draw.Skewed(0, 2)));
            return new(read, 1, control.Under([map.Of.Second], expr), values.Of(type));
        }

        var held = scope.Pick(draw, static known => known.Type.IsAdt);
        var of = held >= 0 ? scope[held].Type : VeraType.Option(draw.Of<VeraType>(palette.Contents));
        Expr subject = held >= 0 ? new Expr.Local(held, of) : values.Of(of);
        var known = held >= 0 ? scope[held].Tag : -1;
        var tag = known >= 0 && draw.Chance(70) ? known : draw.Below(of.Constructors.Length);
        var arm = control.Under(of.Constructors[tag].Fields, expr);
        return new(subject, tag, arm, of.Constructors.Length == 1 ? null : values.Of(type));
    }
}
