using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Lowers expressions that branch or leave, and those that bind values for one of their parts.</summary>
/// <remarks>
/// What is bound is pushed and stays so until its frame ends, as everything does. Only one arm is carried out, so how
/// much is on the shadow stack behind a branch is known when it runs, not before. A handler takes the shadow stack back
/// to where its body began: what was pushed on the way to the throw is gone, whatever function pushed it.
/// </remarks>
internal sealed class ControlLowerer(ExprLowerer exprs, LoweredCase lowered, List<int> locals)
{
    // The registers of what the expressions around bind, the newest last.
    private List<int> bound = [];

    // Those that lower the body of, the newest last.
    private readonly List<(VeraType Thrown, int Register, int Number)> handlers = [];

    public int Bound(int up) => bound[^(up + 1)];

    public int If(Expr.If branch)
    {
        var condition = exprs.Evaluate(branch.Condition, hold: false);
        var result = lowered.Register(branch.Type.Passed);
        lowered.Add(Code.If, condition);
        Arm(branch.Then, result);
        lowered.Add(Code.Else);
        Arm(branch.Else, result);
        lowered.Add(Code.End);
        return result;
    }

    public int Block(Expr.Block block)
    {
        var type = block.Value.Type;
        var value = exprs.Evaluate(block.Value, hold: false);
        exprs.Roots.Keep(RootPlace.Block, value, type);
        bound.Add(value);
        var body = exprs.Evaluate(block.Body, hold: false);
        bound.RemoveAt(bound.Count - 1);
        return body;
    }

    /// <summary>Of a type with one constructor there is nothing to ask.</summary>
    public int Match(Expr.Match match)
    {
        var subject = exprs.Evaluate(match.Subject, hold: false);
        var result = lowered.Register(match.Type.Passed);
        if (match.Other is not null)
        {
            lowered.Add(Code.IfTag, subject, imm: match.Tag);
        }

        exprs.Roots.BeginArm();
        Fields(match, subject);
        EndArm(match.Arm, result);
        bound.RemoveRange(bound.Count - match.Binds(1).Length, match.Binds(1).Length);
        if (match.Other is { } other)
        {
            lowered.Add(Code.Else);
            Arm(other, result);
            lowered.Add(Code.End);
        }

        return result;
    }

    public int Try(Expr.Try attempt)
    {
        var result = lowered.Register(attempt.Type.Passed);
        var caught = Unset(attempt.Thrown.Passed);
        var number = lowered.Tries++;
        var saved = exprs.Roots.Enter();
        lowered.Add(Code.Try, imm: number);
        handlers.Add((attempt.Thrown, caught, number));
        Arm(attempt.Body, result);
        handlers.RemoveAt(handlers.Count - 1);
        lowered.Add(Code.Catch, imm: number);
        exprs.Roots.BeginArm();
        exprs.Roots.Catch(saved);
        exprs.Roots.Keep(attempt.IsNamed ? RootPlace.CaughtAlias : RootPlace.Caught, caught, attempt.Thrown);
        bound.Add(caught);
        EndArm(attempt.Handler, result);
        bound.RemoveAt(bound.Count - 1);
        lowered.Add(Code.EndTry, imm: number);
        return result;
    }

    /// <summary>The register is for a value that there never is.</summary>
    public int Throw(Expr.Throw thrown)
    {
        var value = exprs.Evaluate(thrown.Value, hold: false);
        var type = thrown.Value.Type;
        var (_, caught, number) = handlers.FindLast(handler => handler.Thrown == type);
        var never = Unset(thrown.Of.Passed);
        lowered.Add(Code.Move, caught, value, kind: type.Passed);
        lowered.Add(Code.Throw, imm: number);
        return never;
    }

    /// <summary>
    /// The calls one after the other: each pushes its parameters. Those that are no tail calls come back, and pop what
    /// they pushed; a tail call pops it before the next call begins.
    /// </summary>
    public int Recursion(CallChain chain, VeraType type)
    {
        var calls = new Stack<Call>();
        calls.Push(Called(All(chain.Start), chain, 0));
        for (var depth = 0; depth < chain.Depth; depth++)
        {
            var (call, half) = (calls.Peek(), chain.At(depth));
            var next = Under(call.Given, () => All(half.Next));
            if (half.Rest is null)
            {
                exprs.Roots.Leave(call.Saved);
                calls.Pop();
            }

            calls.Push(Called(next, chain, depth + 1));
        }

        var result = Returned(calls.Pop(), [], chain.At(chain.Depth).Base, type);
        while (calls.TryPop(out var call))
        {
            result = Returned(call, [result], call.Half.Rest!, type);
        }

        return result;
    }

    private Call Called(int[] given, CallChain chain, int depth)
    {
        var (saved, parameters) = (exprs.Roots.Enter(), chain.ParametersAt(depth));
        var place = chain.IsMutual && depth % 2 == 1 ? RootPlace.Partner : RootPlace.Parameter;
        for (var i = 0; i < given.Length; i++)
        {
            exprs.Roots.Keep(place, given[i], parameters[i]);
        }

        return new(saved, given, chain.At(depth));
    }

    /// <summary>A call returns the value of an expression that sees its parameters: its caller pushes that.</summary>
    private int Returned(in Call call, int[] inner, Expr value, VeraType type)
    {
        var result = Under([.. call.Given, .. inner], () => exprs.Evaluate(value, hold: false));
        exprs.Roots.Leave(call.Saved);
        exprs.Roots.Keep(RootPlace.Result, result, type);
        return result;
    }

    /// <summary>
    /// What it is given last is held by the function alone, and what it has made by the check of what it promised.
    /// </summary>
    public int Contract(Expr.Contract contract)
    {
        var (count, parameters) = (contract.Given.Length, contract.Parameters);
        int[] given = [.. contract.Given.Select((one, i) => exprs.Evaluate(one, hold: i < count - 1))];
        var saved = exprs.Roots.Enter();
        for (var i = 0; i < count; i++)
        {
            exprs.Roots.Keep(RootPlace.Checked, given[i], parameters[i]);
        }

        Check(given, contract.Requires);
        var result = Under(given, () => exprs.Evaluate(contract.Body, hold: false));
        exprs.Roots.Keep(
            contract.IsNamed ? RootPlace.PromisedAlias : RootPlace.Promised, result, contract.Type);
        Check([.. given, result], contract.Ensures);
        exprs.Roots.Leave(saved);
        exprs.Roots.Keep(RootPlace.Result, result, contract.Type);
        return result;
    }

    /// <summary>What it is given last is held by the function alone.</summary>
    public int Passed(Expr.Passed call)
    {
        var parameters = call.Parameters;
        int[] given = [.. call.Parts.Select((one, i) => exprs.Evaluate(one, hold: i < parameters.Length - 1))];
        var saved = exprs.Roots.Enter();
        for (var i = 0; i < given.Length; i++)
        {
            exprs.Roots.Passed(call, given[i], parameters[i]);
        }

        var result = Under(given, () => exprs.Evaluate(call.Instance(), hold: false));
        exprs.Roots.Leave(saved);
        exprs.Roots.Keep(RootPlace.Result, result, call.Type);
        return result;
    }

    private void Check(int[] sees, Expr check)
    {
        var holds = Under(sees, () => exprs.Evaluate(check, hold: false));
        lowered.Add(Code.If, holds);
        lowered.Add(Code.Else);
        lowered.Add(Code.Fail);
        lowered.Add(Code.End);
    }

    private int[] All(ImmutableArray<Expr> arguments) => [.. arguments.Select(one => exprs.Evaluate(one, hold: true))];

    /// <summary>What is lowered sees values in these registers besides.</summary>
    public T Under<T>(int[] binds, Func<T> lower)
    {
        bound.AddRange(binds);
        var made = lower();
        bound.RemoveRange(bound.Count - binds.Length, binds.Length);
        return made;
    }

    /// <summary>
    /// The body of a function that may be called from anywhere: it sees what that captured, in these registers, and
    /// what it is given.
    /// </summary>
    public int Alone(ImmutableArray<Expr> captures, int[] captured, int argument, Expr body)
    {
        var (around, outside) = (bound, locals.ToArray());
        var binders = captures.OfType<Expr.Bound>().Select(one => one.Up + 1).DefaultIfEmpty().Max();
        bound = [.. Enumerable.Repeat(-1, binders)];
        for (var i = 0; i < captures.Length; i++)
        {
            switch (captures[i])
            {
                case Expr.Local local:
                    locals[local.Id] = captured[i];
                    break;
                case Expr.Bound one:
                    bound[^(one.Up + 1)] = captured[i];
                    break;
            }
        }

        var result = Under([argument], () => exprs.Evaluate(body, hold: false));
        bound = around;
        outside.CopyTo(CollectionsMarshal.AsSpan(locals));
        return result;
    }

    /// <summary>What no way may lead to a value of is set all the same: a function has to own what it reads.</summary>
    public int Unset(SlotShape shape)
    {
        var register = lowered.Register(shape);
        lowered.Add(Code.Const, register, kind: shape.IsPair() ? SlotShape.I32 : shape);
        if (shape.IsPair())
        {
            lowered.Add(Code.Const, register + 1, kind: SlotShape.I32);
        }

        return register;
    }

    /// <summary>All are read before anything allocates, then those of the heap are pushed.</summary>
    private void Fields(Expr.Match match, int subject)
    {
        var layout = BlockLayout.Of(match.Subject.Type, match.Tag);
        var first = bound.Count;
        for (var i = 0; i < layout.Fields.Length; i++)
        {
            var field = lowered.Register(layout.Fields[i].Passed);
            lowered.Add(Code.Load, field, subject, imm: layout.Offsets[i], kind: layout.Fields[i].Passed);
            bound.Add(field);
        }

        for (var i = 0; i < layout.Fields.Length; i++)
        {
            exprs.Roots.Keep(RootPlace.Arm, bound[first + i], layout.Fields[i]);
        }
    }

    private void Arm(Expr arm, int result)
    {
        exprs.Roots.BeginArm();
        EndArm(arm, result);
    }

    private void EndArm(Expr arm, int result)
    {
        var value = exprs.Evaluate(arm, hold: false);
        lowered.Add(Code.Move, result, value, kind: arm.Type.Passed);
        exprs.Roots.EndArm();
    }

    /// <summary>A call that has not returned yet: the shadow pointer from before it, and its parameters.</summary>
    private readonly record struct Call(int Saved, int[] Given, CallHalf Half);
}
