using System.Collections.Immutable;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Generation;

/// <summary>Draws functions that are applied to the items of an array, and what they are applied to.</summary>
internal sealed class AppliedDrawing(
    Draw draw, Scope scope, TypePalette palette, ValueDrawing values, ControlDrawing control)
{
    private static readonly Operation Joined = OperationCatalogue.Called("string_concat")[0];

    /// <summary>How deep such functions lie in one another.</summary>
    public const int DepthMax = 2;

    /// <summary>The fewest items that are sorted: of one alone no key is asked for.</summary>
    private const int ComparedMin = 2;

    /// <summary>Of a type: by the form that gives it, or as what a reduction begins with.</summary>
    public Expr Over(Expr expr, VeraType type, RareForm? form = null)
    {
        var array = form is not null || draw.Chance(40) ? Some(Array(), form) : Array();
        var (item, count) = (ExprTypes.Of(array).First, draw.Between(1, GenerationLimits.AppliedItemsMax));
        return type.Kind switch
        {
            TypeKind.Array when draw.Chance(50) => Some(Listed(type), form),
            TypeKind.Array when draw.Chance(70) => new Expr.Applied(
                AppliedForm.Each, array, count, null, control.Inside([item], values.Of(type.First))),
            TypeKind.Bool when draw.Chance(70) => new Expr.Applied(
                draw.Chance(50) ? AppliedForm.Some : AppliedForm.Every, array, count, null, Asked(item)),
            TypeKind.Option when draw.Chance(70) =>
                Of(AppliedForm.First, values.Of(VeraType.Array(type.First)), count, Asked),
            _ => new Expr.Applied(AppliedForm.Reduce, array, count, control.Walk(expr), Step(type, item)),
        };
    }

    /// <summary>Some items of an array, or all of them in another order.</summary>
    private Expr.Applied Some(Expr array, RareForm? form)
    {
        var count = draw.Between(1, GenerationLimits.AppliedItemsMax);
        return (form is null ? draw.Chance(50) : form == RareForm.Filter)
            ? Of(AppliedForm.Keep, array, count, Asked)
            : Of(AppliedForm.Sort, array, Math.Max(ComparedMin, count), Key);
    }

    private static Expr.Applied Of(AppliedForm form, Expr array, int count, Func<VeraType, Expr> body) =>
        new(form, array, count, null, body(ExprTypes.Of(array).First));

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
        var asked = new Expr.Bound(0, item);
        if (set >= 0)
        {
            var local = new Expr.Local(set, scope[set].Type);
            return ContainerExprs.Contains(draw.Chance(50) ? local : Larger(local, asked), asked);
        }

        return item.Kind == TypeKind.Array || !palette.TakesSetOf(item) || draw.Chance(40)
            ? control.Inside([item], values.Of(VeraType.Bool))
            : ContainerExprs.Contains(Larger(new Expr.Container(VeraType.Set(item), []), asked), asked);
    }

    /// <summary>With the item in it, or with another value: made for each time that the function is asked.</summary>
    private Expr.Builtin Larger(Expr container, Expr.Bound item)
    {
        var type = container.Type;
        var key = draw.Chance(50) ? item : control.Inside([item.Of], values.Of(type.First));
        return ContainerExprs.Insert(
            container, key,
            type.Kind == TypeKind.Map ? control.Inside([item.Of], values.Of(type.Second)) : null);
    }

    /// <summary>By what an item says of itself, or by something that has nothing to do with it.</summary>
    private Expr Key(VeraType item)
    {
        var all = new Expr.Bound(0, item);
        return draw.Chance(20) ? control.Inside([item], values.Of(draw.Chance(50) ? VeraType.Int : VeraType.String))
            : item.IsContainer ? ContainerExprs.Size(all)
            : item.Kind == TypeKind.String ? Longer(all)
            : Expr.Applied.IsOrdered(item) ? control.Inside([item], all)
            : item.IsAdt ? Field(all)
            : control.Inside([item], values.Of(VeraType.Int));
    }

    /// <summary>A key that is made for each comparison.</summary>
    private Expr Longer(Expr.Bound item) => draw.Chance(20)
        ? item
        : control.Inside(
            [VeraType.String], new Expr.Builtin(Joined, item, values.Of(VeraType.String)));

    /// <summary>What one constructor has that can be compared; all others are equal.</summary>
    private Expr Field(Expr.Bound item)
    {
        foreach (var constructor in item.Of.Constructors)
        {
            var fields = constructor.Fields;
            var place = fields.TakeWhile(static field => !Expr.Applied.IsOrdered(field)).Count();
            if (place < fields.Length)
            {
                var key = new Expr.Bound(fields.Length - 1 - place, fields[place]);
                var other = item.Of.Constructors.Length == 1 ? null : values.Of(key.Of);
                return new Expr.Match(item, constructor.Tag, key, other);
            }
        }

        return control.Inside([item.Of], values.Of(VeraType.Int));
    }

    /// <summary>An array of a type, more often the one that a map lists.</summary>
    private Expr Listed(VeraType array)
    {
        var map = draw.Chance(60)
            ? scope.Pick(draw, known => known.Type.Kind == TypeKind.Map && known.Type.Second == array.First)
            : -1;
        return map < 0 ? values.Of(array) : ContainerExprs.Values(new Expr.Local(map, scope[map].Type));
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
