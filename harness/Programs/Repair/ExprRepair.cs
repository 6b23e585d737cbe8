using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Vera.GcStress.Programs.Repair;

/// <summary>Makes one expression valid where it stands; a valid one comes back as the same object.</summary>
/// <remarks>Operations on other values are in <see cref="OperationRepair"/>.</remarks>
internal sealed class ExprRepair
{
    private readonly LocalRepair locals;
    private readonly OperationRepair operations;
    private readonly ControlRepair control;

    public ExprRepair(LocalRepair locals)
    {
        this.locals = locals;
        operations = new OperationRepair(this);
        control = new ControlRepair(this);
    }

    /// <summary>The State cell: the case's, once a put has given it a type, or one that an expression makes.</summary>
    public StatePlace State { get; set; }

    /// <summary>Whether the op that is repaired can bind what is given to the program.</summary>
    public bool TakesArguments { get; set; }

    /// <summary>What all expressions so far add up to; an op that goes beyond the limits sets it back.</summary>
    public ExprCost Cost { get; set; }

    /// <summary>A valid expression of any type, or null if no type can be told.</summary>
    public Expr? Repair(Expr expr, out VeraType type) => Any(expr, new ExprPlace(1, 0), out type);

    /// <summary>A valid expression of the type that it says, or null if that cannot be told.</summary>
    public Expr? Any(Expr expr, ExprPlace place, out VeraType type)
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

    /// <summary>A valid expression of a given type.</summary>
    public Expr Part(Expr expr, VeraType wanted, ExprPlace place)
    {
        var before = Cost;
        if (Form(expr, place, out var type) is { } repaired && type == wanted)
        {
            return repaired;
        }

        Cost = before;
        return Default(wanted, place);
    }

    /// <summary>A default costs what it would cost as part of a case: a second repair counts the same.</summary>
    public Expr Default(VeraType type, ExprPlace place)
    {
        var value = Defaults.Of(type);
        return Form(value, place, out _) ?? value;
    }

    /// <summary>
    /// Null if the expression makes no sense; a default of the type is in its place if that is known.
    /// </summary>
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
            case Expr.Argument e:
                var given = Form(e.Value, place.Deeper, out type);
                return given is null || place.Depth > 1 || !TakesArguments || !Expr.Argument.CanBe(given) ? given
                    : ReferenceEquals(given, e.Value) ? e
                    : new Expr.Argument(given);
            case Expr.Builtin or Expr.Fold or Expr.Item or Expr.Call:
                return operations.Repair(expr, place.Deeper, out type);
            case Expr.If or Expr.Block or Expr.Match or Expr.Try or Expr.Throw or Expr.Recursion
                or Expr.Mutual or Expr.Contract or Expr.Passed or Expr.Applied or Expr.Cell or Expr.Store
                or Expr.Function:
                return control.Repair(expr, place.Deeper, out type);
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
            case Expr.Bound e:
                return control.Resolve(e);
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
                return State.Type == type ? expr : null;
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
    private ImmutableArray<Expr> Parts(
        ImmutableArray<Expr> parts, int count, VeraType whole, int tag, ExprPlace place)
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
}
