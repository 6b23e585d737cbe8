using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Vera.GcStress.Programs;

/// <summary>Makes one expression valid where it stands; a valid one comes back as the same object.</summary>
internal sealed class ExprRepair(LocalRepair locals)
{
    /// <summary>The type of the State cell, once a put has given it one.</summary>
    public VeraType? State { get; set; }

    /// <summary>What all expressions so far add up to; an op that goes beyond the limits sets it back.</summary>
    public ExprCost Cost { get; set; }

    /// <summary>A valid expression of any type, or null if no type can be told.</summary>
    public Expr? Repair(Expr expr, out VeraType type) => Any(expr, new ExprPlace(1, 0), out type);

    private Expr? Any(Expr expr, ExprPlace place, out VeraType type)
    {
        var before = Cost;
        var repaired = Form(expr, place, out var known);
        type = known ?? VeraType.Int;
        if (repaired is null && known is not null)
        {
            Cost = before;
            repaired = Default(type, place);
        }

        return repaired;
    }

    private Expr Part(Expr expr, VeraType wanted, ExprPlace place)
    {
        var before = Cost;
        if (Form(expr, place, out var type) is { } repaired && type == wanted)
        {
            return repaired;
        }

        Cost = before;
        return Default(wanted, place);
    }

    private Expr? Operand(TypeKind kind, Expr expr, ExprPlace place, out VeraType type)
    {
        var operand = Any(expr, place, out type);
        return type.Kind == kind ? operand : null;
    }

    private Expr? Container(Expr expr, ExprPlace place, out VeraType type)
    {
        var container = Any(expr, place, out type);
        return type.IsContainer ? container : null;
    }

    /// <summary>A default costs what it would cost as part of a case: a second repair counts the same.</summary>
    private Expr Default(VeraType type, ExprPlace place)
    {
        var value = Defaults.Of(type);
        return Form(value, place, out _) ?? value;
    }

    /// <summary>Null if the expression makes no sense; a default of the type is in its place if that is known.</summary>
    private Expr? Form(Expr expr, ExprPlace place, out VeraType? type)
    {
        Cost = Cost.PlusNode(place);
        type = null;
        if (place.Depth > CaseLimits.ExprDepth)
        {
            return null;
        }

        switch (expr)
        {
            case Expr.Insert e:
                return Insert(e, place.Deeper, out type);
            case Expr.Fold e:
                return Fold(e, place.Deeper, out type);
            case Expr.Remove e:
                return Remove(e, place.Deeper, out type);
            case Expr.Get e:
                return Get(e, place.Deeper, out type);
            case Expr.Contains e:
                return Contains(e, place.Deeper, out type);
            case Expr.Size e:
                type = VeraType.Int;
                return Container(e.Of, place.Deeper, out _) is { } sized
                    ? ReferenceEquals(sized, e.Of) ? e : new Expr.Size(sized)
                    : null;
            case Expr.Listing e:
                return Listing(e, place.Deeper, out type);
            case Expr.Item e:
                return Item(e, place.Deeper, out type);
            case Expr.Apply e:
                return Apply(e, place.Deeper, out type);
            case Expr.Call e:
                var body = Any(e.Body, place.Deeper, out var result);
                type = body is null ? null : result;
                return body is null || ReferenceEquals(body, e.Body) ? body is null ? null : e : new Expr.Call(body);
            default:
                // All that is left says its type itself.
                type = expr.Type.ToString().Length <= CaseLimits.TypeChars ? expr.Type : null;
                return type is null ? null : Literal(expr, type, place);
        }
    }

    private Expr? Literal(Expr expr, VeraType type, ExprPlace place)
    {
        switch (expr)
        {
            case Expr.Local e:
                return locals.Resolve(e);
            case Expr.Construct e:
                return type.IsAdt ? Construct(e, place.Deeper) : null;
            case Expr.ArrayOf e when type.Kind == TypeKind.Array:
                var items = Parts(e.Items, e.Items.Length, type, 0, place.Deeper);
                return items == e.Items ? e : new Expr.ArrayOf(type, items);
            case Expr.Container e when type.IsContainer:
                var count = e.Entries.Length - (type.Kind == TypeKind.Map ? e.Entries.Length % 2 : 0);
                var entries = Parts(e.Entries, count, type, 0, place.Deeper);
                return entries == e.Entries ? e : new Expr.Container(type, entries);
            case Expr.Closure e when type.Kind == TypeKind.Closure:
                var capture = Part(e.Capture, type.First, place.Deeper);
                return ReferenceEquals(capture, e.Capture) ? e : new Expr.Closure(type, capture);
            case Expr.Turn:
                return place.Turns > 0 && ExprTypes.CanBeTurn(type) ? expr : null;
            case Expr.State:
                return State == type ? expr : null;
            case Expr.Parse e when ExprTypes.CanBeParsed(type):
                var document = Text(e.Document);
                return ReferenceEquals(document, e.Document) ? e : new Expr.Parse(type, document);
            case Expr.Text e:
                var text = Text(e.Value);
                return ReferenceEquals(text, e.Value) ? e : new Expr.Text(text);
            default:
                return Scalar(expr, type);
        }
    }

    private static Expr? Scalar(Expr expr, VeraType type)
    {
        switch (expr)
        {
            case Expr.Int or Expr.Bool or Expr.Byte or Expr.Float64:
                return expr;
            case Expr.Nat e:
                return e.Value >= 0 ? e : new Expr.Nat(e.Value & long.MaxValue);
            case Expr.Decimal e:
                var whole = e.Quarters % 4 == 0;
                var exact = e.Quarters is > -CaseLimits.FractionalQuarters and < CaseLimits.FractionalQuarters;
                return whole || exact ? e : new Expr.Decimal(e.Quarters & ~3L);
            case Expr.Address e when ExprTypes.CanBeAddress(type):
                var low = Math.Clamp(e.Low, 0, CaseLimits.Granule);
                var high = Math.Clamp(e.High, -1, CaseLimits.Granule);
                return low == e.Low && high == e.High ? e : new Expr.Address(type, low, high);
            default:
                return null;
        }
    }

    private string Text(string value)
    {
        var text = StringText.Repair(value, CaseLimits.StringChars);
        Cost = Cost.PlusText(text.Length);
        return text;
    }

    private Expr.Construct Construct(Expr.Construct expr, ExprPlace place)
    {
        var constructors = expr.Of.Constructors;
        var tag = (int)((uint)(expr.Tag & int.MaxValue) % (uint)constructors.Length);
        var fields = Parts(expr.Fields, constructors[tag].Fields.Length, expr.Of, tag, place);
        return tag == expr.Tag && fields == expr.Fields ? expr : new Expr.Construct(expr.Of, tag, fields);
    }

    /// <summary>The first <paramref name="count"/> parts, each of the type that its place asks for.</summary>
    private ImmutableArray<Expr> Parts(ImmutableArray<Expr> parts, int count, VeraType whole, int tag, ExprPlace place)
    {
        var changed = count == parts.Length ? null : new Expr[count];
        for (var i = 0; i < count; i++)
        {
            var wanted = ExprTypes.OfPart(whole, tag, i);
            var part = i < parts.Length ? Part(parts[i], wanted, place) : Default(wanted, place);
            if (changed is null && !ReferenceEquals(part, parts[i]))
            {
                changed = new Expr[count];
            }

            if (changed is not null)
            {
                changed[i] = part;
            }
        }

        if (changed is null)
        {
            return parts;
        }

        for (var i = 0; i < count && changed[i] is null; i++)
        {
            changed[i] = parts[i];
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(changed);
    }

    private Expr.Insert? Insert(Expr.Insert expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (Container(expr.Into, place, out var of) is not { } into)
        {
            return null;
        }

        type = of;
        var key = Part(expr.Key, of.First, place);
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
        var key = Part(expr.Key, of.First, place.InFold(count));
        var value = Value(expr.Value, of, place.InFold(count));
        return ReferenceEquals(into, expr.Into) && ReferenceEquals(key, expr.Key)
            && ReferenceEquals(value, expr.Value) && count == expr.Count
            ? expr
            : new Expr.Fold(into, count, key, value);
    }

    private Expr? Value(Expr? value, VeraType container, ExprPlace place) =>
        container.Kind == TypeKind.Set ? null
        : value is null ? Default(container.Second, place)
        : Part(value, container.Second, place);

    private Expr.Remove? Remove(Expr.Remove expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (Container(expr.From, place, out var of) is not { } from)
        {
            return null;
        }

        type = of;
        var key = Part(expr.Key, of.First, place);
        return ReferenceEquals(from, expr.From) && ReferenceEquals(key, expr.Key) ? expr : new Expr.Remove(from, key);
    }

    private Expr.Get? Get(Expr.Get expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (Operand(TypeKind.Map, expr.From, place, out var of) is not { } from)
        {
            return null;
        }

        var option = ExprTypes.OptionOf(of.Second);
        type = option.ToString().Length <= CaseLimits.TypeChars ? option : null;
        var key = Part(expr.Key, of.First, place);
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

        var key = Part(expr.Key, of.First, place);
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
}
