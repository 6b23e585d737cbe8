using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Lowers a case: the ops, their frames, and what each leaves on the shadow stack.</summary>
/// <remarks>
/// The one sound rule of rooting, as Vera's code generation means to follow it: every heap
/// value that is live across a possible allocation is on the shadow stack. What is pushed stays until its frame ends.
/// </remarks>
public sealed class Lowerer
{
    private readonly LoweredCase lowered = new();
    private readonly ExprLowerer exprs;
    private readonly PlantedFault fault;
    private readonly List<int> locals = [];
    private readonly Stack<(int SavedSp, int FirstLocal)> frames = new();

    /// <param name="heapStart">Where the heap starts: the value of address-like literals.</param>
    /// <param name="shape">What container imports return, and how it is wrapped.</param>
    /// <param name="fault">The planted fault: usually none.</param>
    public Lowerer(int heapStart, WrapperShape shape, PlantedFault fault = PlantedFault.None)
    {
        this.fault = fault;
        exprs = new(lowered, locals, heapStart, shape, fault);
    }

    /// <summary>The case as instructions; valid until the next one is lowered.</summary>
    public LoweredCase Lower(StressCase stressCase)
    {
        lowered.Clear();
        locals.Clear();
        frames.Clear();
        DeclareState(stressCase.Ops);
        OpenFrame();
        for (var i = 0; i < stressCase.Ops.Length; i++)
        {
            var op = stressCase.Ops[i];
            lowered.ObservedTypes.Add(op is Op.Observe observe ? observe.Value.Type : null);
            lowered.Add(Code.Begin, imm: i);
            Lower(op, i);
            lowered.Add(Code.Done, imm: i);
        }

        return lowered;
    }

    private void Lower(Op op, int number)
    {
        switch (op)
        {
            case Op.Let let:
                var value = exprs.Evaluate(let.Value, hold: false);
                exprs.Roots.PushLet(value, let.Value);
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
                exprs.PutState(put.Value);
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
                exprs.DeclareState(put.Value.Type);
                return;
            }
        }
    }

    private void OpenFrame()
    {
        var saved = lowered.Register(SlotShape.I32);
        lowered.Add(Code.Enter, saved);
        frames.Push((saved, locals.Count));
        exprs.Roots.ForgetLastRoot();
    }

    private void Return(Op.Return result)
    {
        var kind = result.Value.Type.Passed;
        var returned = exprs.Evaluate(result.Value, hold: false);
        // A register of its own: a frame is a function, and what it returns is not what it was given.
        var value = lowered.Register(kind);
        lowered.Add(Code.Move, value, returned, kind: kind);
        var (saved, firstLocal) = frames.Pop();
        lowered.Add(Code.EndFrame, value, kind: kind);
        exprs.Roots.Leave(saved, PlantedFault.CalleeLeaks);
        lowered.Add(Code.Drop, imm: firstLocal);
        exprs.Roots.ForgetLastRoot();
        exprs.Roots.PushResult(value, result.Value.Type);
        Bind(value, result.Value.Type);
    }

    /// <summary>The frame's roots go, the arguments come back as the callee's parameters.</summary>
    private void Tail(Op.Tail tail)
    {
        var (saved, firstLocal) = frames.Peek();
        lowered.Add(Code.Leave, fault == PlantedFault.TailUnwindsCaller ? frames.ElementAt(1).SavedSp : saved);
        lowered.Add(Code.Drop, imm: firstLocal);
        foreach (var argument in tail.Arguments)
        {
            var type = lowered.LocalTypes[argument];
            if (!LosesArgument(type))
            {
                exprs.Roots.PushIfHeap(locals[argument], type);
            }

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
            if (!LosesFields(match))
            {
                exprs.Roots.PushIfHeap(fields[i], layout.Fields[i]);
            }

            Bind(fields[i], layout.Fields[i]);
        }
    }

    private bool LosesArgument(VeraType type) => fault switch
    {
        PlantedFault.TailLosesRoots => true,
        PlantedFault.TailPairUnrooted => type.Passed.IsPair(),
        _ => false,
    };

    private bool LosesFields(Op.Match match) =>
        fault == (match.Destructures ? PlantedFault.DestructureUnrooted : PlantedFault.MatchUnrooted);

    private void Bind(int register, VeraType type)
    {
        lowered.Add(Code.Bind, register, imm: locals.Count, kind: type.Passed);
        locals.Add(register);
        lowered.LocalTypes.Add(type);
    }
}
