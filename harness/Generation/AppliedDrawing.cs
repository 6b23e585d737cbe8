using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>Draws functions that are applied to the items of an array, and what they are applied to.</summary>
internal sealed class AppliedDrawing(
    Draw draw, Scope scope, TypePalette palette, ValueDrawing values, ControlDrawing control)
{
    /// <summary>How deep such functions lie in one another.</summary>
    public const int DepthMax = 2;

    /// <summary>Of a type: by the form that gives it, or as what a reduction begins with.</summary>
    public Expr Over(Expr expr, VeraType type)
    {
        var array = Array();
        var (item, count) = (ExprTypes.Of(array).First, draw.Between(1, GenerationLimits.AppliedItemsMax));
        return type.Kind switch
        {
            TypeKind.Array when draw.Chance(70) => new Expr.Applied(
                AppliedForm.Each, array, count, null, control.Inside([item], values.Of(type.First))),
            TypeKind.Bool when draw.Chance(70) => new Expr.Applied(
                draw.Chance(50) ? AppliedForm.Some : AppliedForm.Every, array, count, null, Asked(item)),
            TypeKind.Option when draw.Chance(70) => First(type.First, count),
            _ => new Expr.Applied(AppliedForm.Reduce, array, count, control.Walk(expr), Step(type, item)),
        };
    }

    private Expr.Applied First(VeraType item, int count)
    {
        var array = values.Of(VeraType.Array(item));
        return new(AppliedForm.First, array, count, null, Asked(item));
    }

    /// <summary>A new version of a container, with the item in it if it takes that; another value, or the same.
    /// </summary>
    private Expr Step(VeraType type, VeraType item)
    {
        var (made, last) = (new Expr.Bound(1, type), new Expr.Bound(0, item));
        return draw.Below(10) switch
        {
            < 6 when type.IsContainer => ContainerExprs.Insert(
                made,
                type.First == item && draw.Chance(70) ? last : Inside(type.First),
                type.Kind == TypeKind.Set ? null
                    : type.Second == item && draw.Chance(70) ? last
                    : Inside(type.Second)),
            < 7 => made,
            _ => Inside(type),
        };

        Expr Inside(VeraType of) => control.Inside([type, item], values.Of(of));
    }

    private Expr Asked(VeraType item)
    {
        var set = draw.Chance(60)
            ? scope.Pick(draw, known => known.Type.IsContainer && known.Type.First == item)
            : -1;
        return set >= 0
            ? ContainerExprs.Contains(new Expr.Local(set, scope[set].Type), new Expr.Bound(0, item))
            : control.Inside([item], values.Of(VeraType.Bool));
    }

    /// <summary>What a map lists, which nothing else holds; or any array.</summary>
    private Expr Array()
    {
        var map = draw.Chance(60) ? scope.Pick(draw, static known => known.Type.Kind == TypeKind.Map) : -1;
        if (map < 0)
        {
            return values.Of(VeraType.Array(draw.Of<VeraType>(palette.Contents)));
        }

        var local = new Expr.Local(map, scope[map].Type);
        return draw.Chance(60) ? ContainerExprs.Values(local) : ContainerExprs.Keys(local);
    }
}
