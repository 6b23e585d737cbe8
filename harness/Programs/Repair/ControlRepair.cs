using System.Collections.Immutable;
using System.Diagnostics;

namespace Vera.GcStress.Programs.Repair;

/// <summary>Makes expressions valid that branch or bind, and references to what they bind.</summary>
internal sealed class ControlRepair(ExprRepair exprs)
{
    // The types of what the expressions around bind, the newest last.
    private readonly List<VeraType> bound = [];

    private CallRepair? calls;

    // What the expressions around catch.
    private List<VeraType> caught = [];

    /// <summary>Functions that call themselves or each other, or check what they are given.</summary>
    private CallRepair Calls => calls ??= new(exprs, this);

    /// <summary>The expression over repaired parts, or null if it makes no sense.</summary>
    /// <param name="expr">What to repair.</param>
    /// <param name="place">Where the parts stand.</param>
    /// <param name="type">The type of the expression, or null if that cannot be told.</param>
    public Expr? Repair(Expr expr, ExprPlace place, out VeraType? type) => expr switch
    {
        Expr.If e => If(e, place, out type),
        Expr.Block e => Block(e, place, out type),
        Expr.Match e => Match(e, place, out type),
        Expr.Try e => Try(e, place, out type),
        Expr.Throw e => Throw(e, place, out type),
        Expr.Recursion e => Calls.Recursion(e, place, out type),
        Expr.Mutual e => Calls.Mutual(e, place, out type),
        Expr.Contract e => Calls.Contract(e, place, out type),
        Expr.Passed e => Calls.Passed(e, place, out type),
        Expr.Applied e => Applied(e, place, out type),
        Expr.Function e => Function(e, place, out type),
        Expr.Cell e => Cell(e, place, out type),
        Expr.Store e => Store(e, place, out type),
        _ => throw new UnreachableException($"no repair for {expr.GetType()}"),
    };

    /// <summary>The value that a reference means, or the newest one of its type; null if none is bound.</summary>
    public Expr.Bound? Resolve(Expr.Bound reference)
    {
        if (reference.Up >= 0 && reference.Up < bound.Count && bound[^(reference.Up + 1)] == reference.Of)
        {
            return reference;
        }

        var newest = bound.LastIndexOf(reference.Of);
        return newest < 0 ? null : new Expr.Bound(bound.Count - 1 - newest, reference.Of);
    }

    private Expr.If? If(Expr.If expr, ExprPlace place, out VeraType? type)
    {
        var condition = exprs.Part(expr.Condition, VeraType.Bool, place);
        var then = exprs.Any(expr.Then, place, out var of);
        type = then is null ? null : of;
        if (then is null)
        {
            return null;
        }

        var otherwise = exprs.Part(expr.Else, of, place);
        return ReferenceEquals(condition, expr.Condition) && ReferenceEquals(then, expr.Then)
            && ReferenceEquals(otherwise, expr.Else)
            ? expr
            : new Expr.If(condition, then, otherwise);
    }

    private Expr.Block? Block(Expr.Block expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (exprs.Any(expr.Value, place, out var of) is not { } value)
        {
            return null;
        }

        var body = Under([of], expr.Body, place, out type);
        return body is null ? null
            : ReferenceEquals(value, expr.Value) && ReferenceEquals(body, expr.Body) ? expr
            : new Expr.Block(value, body);
    }

    private Expr.Match? Match(Expr.Match expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (exprs.Any(expr.Subject, place, out var of) is not { } subject || !of.IsAdt)
        {
            return null;
        }

        var tag = (expr.Tag & int.MaxValue) % of.Constructors.Length;
        if (Under(of.Constructors[tag].Fields, expr.Arm, place, out type) is not { } arm)
        {
            return null;
        }

        var other = of.Constructors.Length == 1 ? null
            : expr.Other is null ? exprs.Default(type!, place)
            : exprs.Part(expr.Other, type!, place);
        return ReferenceEquals(subject, expr.Subject) && ReferenceEquals(arm, expr.Arm)
            && ReferenceEquals(other, expr.Other) && tag == expr.Tag
            ? expr
            : new Expr.Match(subject, tag, arm, other);
    }

    private Expr.Try? Try(Expr.Try expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (expr.Thrown.ToString().Length > CaseLimits.TypeChars)
        {
            return null;
        }

        caught.Add(expr.Thrown);
        var body = exprs.Any(expr.Body, place, out var of);
        caught.RemoveAt(caught.Count - 1);
        if (body is null)
        {
            return null;
        }

        type = of;
        var handler = Under([expr.Thrown], expr.Handler, of, place);
        return ReferenceEquals(body, expr.Body) && ReferenceEquals(handler, expr.Handler)
            ? expr
            : new Expr.Try(expr.Thrown, body, handler) { IsNamed = expr.IsNamed };
    }

    private Expr.Throw? Throw(Expr.Throw expr, ExprPlace place, out VeraType? type)
    {
        type = expr.Of.ToString().Length <= CaseLimits.TypeChars ? expr.Of : null;
        return type is null || exprs.Any(expr.Value, place, out var thrown) is not { } value
            || !caught.Contains(thrown) ? null
            : ReferenceEquals(value, expr.Value) ? expr
            : new Expr.Throw(type, value);
    }

    private Expr.Applied? Applied(Expr.Applied expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (exprs.Any(expr.Of, place, out var of) is not { } array || of.Kind != TypeKind.Array)
        {
            return null;
        }

        var count = Math.Clamp(expr.Count, 0, Math.Min(place.CountMax, Expr.Applied.ItemsMax(expr.Form)));
        while (Expr.Applied.TurnsOf(expr.Form, count) > place.CountMax)
        {
            count--;
        }

        var start = Start(expr, place, ref type);
        var around = exprs.State;
        exprs.State = around.InClosure;
        var body = Body(expr, of, place.InCalls(Expr.Applied.TurnsOf(expr.Form, count)), ref type);
        exprs.State = around;
        if (body is null || (start is null && expr.Form == AppliedForm.Reduce)
            || type is null || type.ToString().Length > CaseLimits.TypeChars)
        {
            type = null;
            return null;
        }

        return count == expr.Count && ReferenceEquals(array, expr.Of) && ReferenceEquals(start, expr.Start)
            && ReferenceEquals(body, expr.Body)
            ? expr
            : new Expr.Applied(expr.Form, array, count, start, body);
    }

    /// <summary>Out of its body comes nothing that an expression around it catches, nor a turn or a cell of theirs in.
    /// </summary>
    private Expr.Function? Function(Expr.Function expr, ExprPlace place, out VeraType? type)
    {
        var (state, handlers) = (exprs.State, caught);
        (exprs.State, caught) = (default, []);
        var body = Under([VeraType.Int], expr.Body, place.Alone, out var result);
        (exprs.State, caught) = (state, handlers);
        type = result is null ? null : VeraType.Closure(result);
        type = type?.ToString().Length <= CaseLimits.TypeChars ? type : null;
        return body is null || type is null ? null : ReferenceEquals(body, expr.Body) ? expr : new Expr.Function(body);
    }

    private Expr? Start(Expr.Applied expr, ExprPlace place, ref VeraType? type)
    {
        if (expr.Form != AppliedForm.Reduce || expr.Start is null
            || exprs.Any(expr.Start, place, out var of) is not { } start)
        {
            return null;
        }

        type = of;
        return start;
    }

    /// <summary>The type of the whole is that of what a reduction begins with, or what the body makes it.</summary>
    private Expr? Body(Expr.Applied expr, VeraType array, ExprPlace place, ref VeraType? type)
    {
        var item = array.First;
        if (expr.Form == AppliedForm.Each)
        {
            var made = Under([item], expr.Body, place, out var of);
            type = of is null ? null : VeraType.Array(of);
            return made;
        }

        if (expr.Form == AppliedForm.Reduce)
        {
            return type is null ? null : Under([type, item], expr.Body, type, place);
        }

        if (expr.Form == AppliedForm.Sort)
        {
            type = array;
            var key = Under([item], expr.Body, place, out var kind);
            return kind is not null && Expr.Applied.IsOrdered(kind) ? key : null;
        }

        type = expr.Form switch
        {
            AppliedForm.First => VeraType.Option(item),
            AppliedForm.Keep => array,
            _ => VeraType.Bool,
        };
        return Under([item], expr.Body, VeraType.Bool, place);
    }

    private Expr.Cell? Cell(Expr.Cell expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (exprs.Any(expr.Initial, place, out var of) is not { } initial)
        {
            return null;
        }

        var around = exprs.State;
        exprs.State = StatePlace.In(of);
        var body = exprs.Any(expr.Body, place, out var made);
        exprs.State = around;
        type = body is null ? null : made;
        return body is null ? null
            : ReferenceEquals(initial, expr.Initial) && ReferenceEquals(body, expr.Body) ? expr
            : new Expr.Cell(initial, body) { IsNamed = expr.IsNamed };
    }

    /// <summary>Without a cell there is the rest alone; a value of another type becomes one of the cell's.</summary>
    private Expr? Store(Expr.Store expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        var value = exprs.State is { IsInner: true, Type: { } held } ? exprs.Part(expr.Value, held, place) : null;
        if (exprs.Any(expr.Rest, place, out var made) is not { } rest)
        {
            return null;
        }

        type = made;
        return value is null ? rest
            : ReferenceEquals(value, expr.Value) && ReferenceEquals(rest, expr.Rest) ? expr
            : new Expr.Store(value, rest);
    }

    /// <summary>A part of a known type that sees values which the expression binds.</summary>
    public Expr Under(ImmutableArray<VeraType> binds, Expr part, VeraType wanted, ExprPlace place)
    {
        bound.AddRange(binds);
        var repaired = exprs.Part(part, wanted, place);
        bound.RemoveRange(bound.Count - binds.Length, binds.Length);
        return repaired;
    }

    /// <summary>A part that sees values which the expression binds.</summary>
    public Expr? Under(ImmutableArray<VeraType> binds, Expr part, ExprPlace place, out VeraType? type)
    {
        bound.AddRange(binds);
        var repaired = exprs.Any(part, place, out var of);
        bound.RemoveRange(bound.Count - binds.Length, binds.Length);
        type = repaired is null ? null : of;
        return repaired;
    }
}
