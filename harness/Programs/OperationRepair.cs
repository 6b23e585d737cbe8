using System.Diagnostics;

namespace Vera.GcStress.Programs;

/// <summary>Makes operations valid whose type depends on that of their first operand.</summary>
internal sealed class OperationRepair(ExprRepair exprs)
{
    /// <summary>The operation over repaired operands, or null if the first of them makes no sense.</summary>
    /// <param name="expr">What to repair.</param>
    /// <param name="place">Where the operands stand.</param>
    /// <param name="type">The type of the operation, or null if that cannot be told.</param>
    public Expr? Repair(Expr expr, ExprPlace place, out VeraType? type) => expr switch
    {
        Expr.Insert e => Insert(e, place, out type),
        Expr.Fold e => Fold(e, place, out type),
        Expr.Remove e => Remove(e, place, out type),
        Expr.Get e => Get(e, place, out type),
        Expr.Contains e => Contains(e, place, out type),
        Expr.Size e => Size(e, place, out type),
        Expr.Listing e => Listing(e, place, out type),
        Expr.Item e => Item(e, place, out type),
        Expr.Apply e => Apply(e, place, out type),
        Expr.Call e => Call(e, place, out type),
        _ => throw new UnreachableException($"no operation: {expr.GetType()}"),
    };

    private Expr.Insert? Insert(Expr.Insert expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (Container(expr.Into, place, out var of) is not { } into)
        {
            return null;
        }

        type = of;
        var key = exprs.Part(expr.Key, of.First, place);
        var value = Value(expr.Value, of, place);
        return ReferenceEquals(into, expr.Into) && ReferenceEquals(key, expr.Key) && ReferenceEquals(value, expr.Value)
            ? expr
            : new Expr.Insert(into, key, value);
    }

    private Expr.Fold? Fold(Expr.Fold expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (Container(expr.Into, place, out var of) is not { } into)
        {
            return null;
        }

        type = of;
        var count = Math.Clamp(expr.Count, 0, CaseLimits.FoldCount / Math.Max(1, place.Turns));
        var key = exprs.Part(expr.Key, of.First, place.InFold(count));
        var value = Value(expr.Value, of, place.InFold(count));
        return ReferenceEquals(into, expr.Into) && ReferenceEquals(key, expr.Key)
            && ReferenceEquals(value, expr.Value) && count == expr.Count
            ? expr
            : new Expr.Fold(into, count, key, value);
    }

    private Expr? Value(Expr? value, VeraType container, ExprPlace place) =>
        container.Kind == TypeKind.Set ? null
        : value is null ? exprs.Default(container.Second, place)
        : exprs.Part(value, container.Second, place);

    private Expr.Remove? Remove(Expr.Remove expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (Container(expr.From, place, out var of) is not { } from)
        {
            return null;
        }

        type = of;
        var key = exprs.Part(expr.Key, of.First, place);
        return ReferenceEquals(from, expr.From) && ReferenceEquals(key, expr.Key) ? expr : new Expr.Remove(from, key);
    }

    private Expr.Get? Get(Expr.Get expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (Operand(TypeKind.Map, expr.From, place, out var of) is not { } from)
        {
            return null;
        }

        var option = VeraType.Option(of.Second);
        type = option.ToString().Length <= CaseLimits.TypeChars ? option : null;
        var key = exprs.Part(expr.Key, of.First, place);
        return type is null ? null
            : ReferenceEquals(from, expr.From) && ReferenceEquals(key, expr.Key) ? expr
            : new Expr.Get(from, key);
    }

    private Expr.Contains? Contains(Expr.Contains expr, ExprPlace place, out VeraType? type)
    {
        type = VeraType.Bool;
        if (Container(expr.In, place, out var of) is not { } container)
        {
            return null;
        }

        var key = exprs.Part(expr.Key, of.First, place);
        return ReferenceEquals(container, expr.In) && ReferenceEquals(key, expr.Key)
            ? expr
            : new Expr.Contains(container, key);
    }

    private Expr.Listing? Listing(Expr.Listing expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (Container(expr.Of, place, out var of) is not { } container)
        {
            return null;
        }

        var kind = of.Kind == TypeKind.Set ? ListingKind.Elements
            : expr.Kind == ListingKind.Values ? ListingKind.Values
            : ListingKind.Keys;
        type = ExprTypes.OfListing(kind, of);
        type = type?.ToString().Length <= CaseLimits.TypeChars ? type : null;
        return type is null ? null
            : kind == expr.Kind && ReferenceEquals(container, expr.Of) ? expr
            : new Expr.Listing(kind, container);
    }

    private Expr.Item? Item(Expr.Item expr, ExprPlace place, out VeraType? type)
    {
        var array = Operand(TypeKind.Array, expr.Of, place, out var of);
        type = array is null ? null : of.First;
        var index = Math.Clamp(expr.Index, 0, CaseLimits.ItemIndex);
        return array is null ? null
            : index == expr.Index && ReferenceEquals(array, expr.Of) ? expr
            : new Expr.Item(array, index);
    }

    private Expr.Apply? Apply(Expr.Apply expr, ExprPlace place, out VeraType? type)
    {
        var closure = Operand(TypeKind.Closure, expr.Of, place, out var of);
        type = closure is null ? null : of.First;
        return closure is null ? null : ReferenceEquals(closure, expr.Of) ? expr : new Expr.Apply(closure);
    }

    private Expr.Size? Size(Expr.Size expr, ExprPlace place, out VeraType? type)
    {
        type = VeraType.Int;
        var container = Container(expr.Of, place, out _);
        return container is null ? null : ReferenceEquals(container, expr.Of) ? expr : new Expr.Size(container);
    }

    private Expr.Call? Call(Expr.Call expr, ExprPlace place, out VeraType? type)
    {
        var body = exprs.Any(expr.Body, place, out var result);
        type = body is null ? null : result;
        return body is null ? null : ReferenceEquals(body, expr.Body) ? expr : new Expr.Call(body);
    }

    private Expr? Operand(TypeKind kind, Expr expr, ExprPlace place, out VeraType type)
    {
        var operand = exprs.Any(expr, place, out type);
        return type.Kind == kind ? operand : null;
    }

    private Expr? Container(Expr expr, ExprPlace place, out VeraType type)
    {
        var container = exprs.Any(expr, place, out type);
        return type.IsContainer ? container : null;
    }
}
