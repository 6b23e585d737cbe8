using System.Collections.Immutable;

namespace Vera.GcStress.Programs.Repair;

/// <summary>Makes functions valid that call themselves or each other, or check what they are given.</summary>
internal sealed class CallRepair(ExprRepair exprs, ControlRepair control)
{
    public Expr.Recursion? Recursion(Expr.Recursion expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        var depth = Math.Clamp(expr.Depth, 0, place.CountMax);
        if (Given(expr.Start, place, out var parameters) is not { IsEmpty: false } start)
        {
            return null;
        }

        var calls = place.InCalls(depth);
        var next = Next(expr.Next, parameters, parameters, calls);
        if (control.Under(parameters, expr.Base, place, out type) is not { } ends)
        {
            return null;
        }

        var rest = Rest(expr.Rest, parameters, type!, calls);
        var repaired = new Expr.Recursion(depth, start, next, ends, rest);
        return IsSame(expr, repaired) && depth == expr.Depth ? expr : repaired;
    }

    /// <summary>What the first function gives to the second one tells the parameters of that.</summary>
    public Expr.Mutual? Mutual(Expr.Mutual expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        var depth = Math.Clamp(expr.Depth, 0, place.CountMax);
        if (Given(expr.Start, place, out var parameters) is not { IsEmpty: false } start)
        {
            return null;
        }

        var calls = place.InCalls(depth);
        var there = ImmutableArray.CreateBuilder<Expr>();
        var types = ImmutableArray.CreateBuilder<VeraType>();
        foreach (var given in expr.One.Next.Take(CaseLimits.Parameters))
        {
            if (control.Under(parameters, given, calls, out var of) is { } value)
            {
                there.Add(value);
                types.Add(of!);
            }
        }

        if (there.Count == 0 || control.Under(parameters, expr.One.Base, place, out type) is not { } ends)
        {
            type = null;
            return null;
        }

        var others = types.ToImmutable();
        var one = new CallHalf(there.ToImmutable(), ends, Rest(expr.One.Rest, parameters, type!, calls));
        var other = new CallHalf(
            Next(expr.Other.Next, others, parameters, calls),
            control.Under(others, expr.Other.Base, type!, place),
            Rest(expr.Other.Rest, others, type!, calls));
        var repaired = new Expr.Mutual(depth, start, one, other);
        return IsSame(expr, repaired) && depth == expr.Depth ? expr : repaired;
    }

    public Expr.Contract? Contract(Expr.Contract expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (Given(expr.Given, place, out var parameters) is not { IsEmpty: false } given)
        {
            return null;
        }

        var requires = Check(parameters, expr.Requires, place);
        if (control.Under(parameters, expr.Body, place, out type) is not { } body)
        {
            return null;
        }

        var repaired = new Expr.Contract(given, requires, body, Check(parameters.Add(type!), expr.Ensures, place))
        {
            IsNamed = expr.IsNamed,
        };
        return IsSame(expr, repaired) ? expr : repaired;
    }

    /// <summary>The body costs as much as it may.</summary>
    public Expr.Passed? Passed(Expr.Passed expr, ExprPlace place, out VeraType? type)
    {
        type = null;
        if (exprs.Any(expr.Value, place, out var of) is not { } value)
        {
            return null;
        }

        type = of;
        exprs.Cost = exprs.Cost.PlusBody(Expr.Passed.Nodes, place);
        var other = expr.Form != Passage.Pair ? null
            : (expr.Other is null ? null : exprs.Any(expr.Other, place, out _))
                ?? exprs.Part(new Expr.Int(0), VeraType.Int, place);
        return ReferenceEquals(value, expr.Value) && ReferenceEquals(other, expr.Other)
            ? expr
            : new Expr.Passed(expr.By, expr.Form, value, other);
    }

    /// <summary>What makes no sense holds.</summary>
    private Expr Check(ImmutableArray<VeraType> sees, Expr check, ExprPlace place)
    {
        var (around, before) = (exprs.State, exprs.Cost);
        exprs.State = around.InClosure;
        var repaired = control.Under(sees, check, place, out var of);
        exprs.State = around;
        if (repaired is not null && of == VeraType.Bool)
        {
            return repaired;
        }

        exprs.Cost = before;
        return exprs.Part(new Expr.Bool(true), VeraType.Bool, place);
    }

    private ImmutableArray<Expr> Given(
        ImmutableArray<Expr> start, ExprPlace place, out ImmutableArray<VeraType> parameters)
    {
        var values = ImmutableArray.CreateBuilder<Expr>();
        var types = ImmutableArray.CreateBuilder<VeraType>();
        foreach (var given in start.Take(CaseLimits.Parameters))
        {
            if (exprs.Any(given, place, out var of) is { } value)
            {
                values.Add(value);
                types.Add(of);
            }
        }

        parameters = types.ToImmutable();
        return values.ToImmutable();
    }

    /// <summary>One value for each parameter that is wanted; each sees those of the function that gives it.</summary>
    private ImmutableArray<Expr> Next(
        ImmutableArray<Expr> given, ImmutableArray<VeraType> sees, ImmutableArray<VeraType> wanted, ExprPlace calls)
    {
        var next = ImmutableArray.CreateBuilder<Expr>(wanted.Length);
        for (var i = 0; i < wanted.Length; i++)
        {
            next.Add(control.Under(sees, given.ElementAtOrDefault(i) ?? Defaults.Of(wanted[i]), wanted[i], calls));
        }

        return next.ToImmutable();
    }

    private Expr? Rest(Expr? rest, ImmutableArray<VeraType> parameters, VeraType type, ExprPlace calls) =>
        rest is null ? null : control.Under(parameters.Add(type), rest, type, calls);

    private static bool IsSame(Expr one, Expr other)
    {
        var (parts, others) = (one.Parts, other.Parts);
        return parts.Length == others.Length && parts.Zip(others).All(p => ReferenceEquals(p.First, p.Second));
    }
}
