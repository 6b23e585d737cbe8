using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Lowers a case: the ops, their frames, and what each leaves on the shadow stack.</summary>
internal sealed class Lowerer
{
    private readonly LoweredCase lowered = new();
    private readonly ExprLowerer exprs;
    private readonly Rooting roots;
    private readonly List<int> locals = [];
    private readonly int heapStart;
    private readonly Stack<int> firstLocals = new();

    /// <summary>What was lowered last, and how far its heap was moved: nothing else makes a difference.</summary>
    private (ImmutableArray<Op> Ops, int Start) known;

    /// <param name="heapStart">Where the heap starts, of cases that do not say otherwise.</param>
    /// <param name="shape">What container imports return, and how it is wrapped.</param>
    /// <param name="rooting">What is pushed when: usually the sound rule.</param>
    public Lowerer(int heapStart, WrapperShape shape, Func<LoweredCase, Rooting>? rooting = null)
    {
        roots = rooting?.Invoke(lowered) ?? new(lowered);
        exprs = new(lowered, locals, shape, roots);
        this.heapStart = heapStart;
    }

    /// <summary>
    /// The case as instructions; valid until the next one is lowered. Under another schedule it has the same.
    /// </summary>
    public LoweredCase Lower(StressCase stressCase)
    {
        var asked = (stressCase.Ops, stressCase.Tables.Start);
        if (asked == known)
        {
            return lowered;
        }

        known = default;
        Lower(stressCase.Ops, stressCase.Tables.Start);
        known = asked;
        return lowered;
    }

    private void Lower(ImmutableArray<Op> ops, int start)
    {
        lowered.Clear();
        locals.Clear();
        firstLocals.Clear();
        roots.Clear();
        exprs.Values.Clear();
        exprs.HeapStart = heapStart + start;
        DeclareState(ops);
        OpenFrame();
        TakeArguments(ops);
        for (var i = 0; i < ops.Length; i++)
        {
            var op = ops[i];
            lowered.ObservedTypes.Add(op is Op.Observe observe ? observe.Value.Type : null);
            lowered.Add(Code.Begin, imm: i);
            Lower(op, i);
            lowered.Add(Code.Done, imm: i);
        }
    }

    private void Lower(Op op, int number)
    {
        switch (op)
        {
            case Op.Let let:
                var value = exprs.Evaluate(let.Value, hold: false);
                roots.Keep(RootPlace.Let, value, let.Value.Type);
                Bind(value, let.Value.Type);
                break;
            case Op.Match match:
                Match(match);
                break;
            case Op.Observe observe:
                var seen = exprs.Evaluate(observe.Value, hold: false);
                lowered.Add(Code.Observe, seen, imm: number, kind: observe.Value.Type.Passed);
                break;
            case Op.Put put:
                exprs.Cells.Put(put.Value);
                break;
            case Op.Allocate allocate:
                lowered.Add(Code.Pressure, imm: allocate.Bytes);
                break;
            case Op.Churn churn:
                lowered.Add(Code.Churn, b: churn.Bytes, imm: churn.Count);
                break;
            case Op.Call:
                OpenFrame();
                lowered.Add(Code.Frame);
                break;
            case Op.Return result:
                Return(result);
                break;
            case Op.Tail tail:
                Tail(tail);
                break;
            default:
                throw new UnreachableException($"no lowering for {op.GetType().Name}");
        }
    }

    /// <summary>The State cell: registers that outlive frames, and a root for what they point to.</summary>
    private void DeclareState(ImmutableArray<Op> ops)
    {
        foreach (var op in ops)
        {
            if (op is Op.Put put)
            {
                exprs.Cells.Declare(put.Value.Type);
                return;
            }
        }
    }

    /// <summary>Whoever runs the program makes what it is given, and holds it until that is called.</summary>
    private void TakeArguments(ImmutableArray<Op> ops)
    {
        exprs.Arguments.Clear();
        if (ops.IsEmpty || ops[0] is not Op.Let { Value: Expr.Argument })
        {
            return;
        }

        var saved = roots.Enter();
        for (var i = 0; i < ops.Length && ops[i].Operand is Expr.Argument argument; i++)
        {
            exprs.Arguments[argument] = argument.Value is Expr.Text text
                ? exprs.Blocks.Text(text.Value, RootPlace.Given)
                : exprs.Evaluate(argument.Value, hold: false);
        }

        roots.Leave(saved);
    }

    private void OpenFrame()
    {
        roots.OpenFrame();
        firstLocals.Push(locals.Count);
    }

    private void Return(Op.Return result)
    {
        var kind = result.Value.Type.Passed;
        var returned = exprs.Evaluate(result.Value, hold: false);
        // A register of its own: a frame is a function, and what it returns is not what it was given.
        var value = lowered.Register(kind);
        lowered.Add(Code.Move, value, returned, kind: kind);
        lowered.Add(Code.EndFrame, value, kind: kind);
        roots.CloseFrame();
        lowered.Add(Code.Drop, imm: firstLocals.Pop());
        roots.Keep(RootPlace.Result, value, result.Value.Type);
        Bind(value, result.Value.Type);
    }

    /// <summary>The frame's roots go, the arguments come back as the callee's parameters.</summary>
    private void Tail(Op.Tail tail)
    {
        var firstLocal = firstLocals.Peek();
        roots.UnwindFrame();
        lowered.Add(Code.Drop, imm: firstLocal);
        foreach (var argument in tail.Arguments)
        {
            var type = lowered.LocalTypes[argument];
            roots.Keep(RootPlace.Argument, locals[argument], type);
            if (argument >= firstLocal)
            {
                lowered.Add(Code.Bind, locals[argument], imm: argument, kind: type.Passed);
            }
        }

        lowered.Add(Code.TailFrame);
    }

    private void Match(Op.Match match)
    {
        var type = match.Value.Type;
        var layout = BlockLayout.Of(type, match.Tag);
        var block = exprs.Evaluate(match.Value, hold: false);
        var fields = new int[match.Ids.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = lowered.Register(layout.Fields[i].Passed);
        }

        lowered.Add(Code.IfTag, block, imm: match.Tag);
        for (var i = 0; i < fields.Length; i++)
        {
            lowered.Add(
                Code.Load, fields[i], block, imm: layout.Offsets[i], kind: layout.Fields[i].Passed);
        }

        lowered.Add(Code.Else);
        for (var i = 0; i < fields.Length; i++)
        {
            var fallback = exprs.Evaluate(Defaults.Of(layout.Fields[i]), hold: true);
            lowered.Add(Code.Move, fields[i], fallback, kind: layout.Fields[i].Passed);
        }

        lowered.Add(Code.End);
        for (var i = 0; i < fields.Length; i++)
        {
            roots.Keep(match.Destructures ? RootPlace.Destructure : RootPlace.Match, fields[i], layout.Fields[i]);
            Bind(fields[i], layout.Fields[i]);
        }
    }

    private void Bind(int register, VeraType type)
    {
        lowered.Add(Code.Bind, register, imm: locals.Count, kind: type.Passed);
        locals.Add(register);
        lowered.LocalTypes.Add(type);
    }
}
