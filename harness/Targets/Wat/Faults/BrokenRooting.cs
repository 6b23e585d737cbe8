using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Lowering;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Leaves some pushes out.</summary>
internal sealed class ForgetfulRooting(LoweredCase lowered, Func<RootPlace, SlotShape, bool> forgets) : Rooting(lowered)
{
    protected override void PushAsked(RootPlace place, int register, SlotShape kind)
    {
        if (!forgets(place, kind))
        {
            base.PushAsked(place, register, kind);
        }
    }
}

/// <summary>Leaves out the push of what a closure returned.</summary>
internal sealed class ClosureForgettingRooting(LoweredCase lowered) : Rooting(lowered)
{
    protected override void PushAsked(RootPlace place, int register, SlotShape kind)
    {
        var isRead = place is RootPlace.Let or RootPlace.Operand or RootPlace.Capture;
        if (!isRead || Lowered.Instructions[^1].Code != Code.Apply)
        {
            base.PushAsked(place, register, kind);
        }
    }
}

/// <summary>A generic function pushes what its first call says, whatever types it is given later.</summary>
internal sealed class FirstInstance(LoweredCase lowered) : Rooting(lowered)
{
    private readonly Dictionary<Passage, VeraType> first = [];

    public override void Passed(Expr.Passed call, int register, VeraType type)
    {
        if (call.By == Naming.Generic)
        {
            first.TryAdd(call.Form, type);
        }

        if (call.By != Naming.Generic || first[call.Form].IsHeap)
        {
            base.Passed(call, register, type);
        }
    }

    public override void Clear()
    {
        base.Clear();
        first.Clear();
    }
}

/// <summary>Pushes blocks of one place once they are built, and not when they are made.</summary>
internal sealed class LateRooting(LoweredCase lowered, RootPlace late) : Rooting(lowered)
{
    protected override void PushAsked(RootPlace place, int register, SlotShape kind)
    {
        if (place != late)
        {
            base.PushAsked(place, register, kind);
        }
    }

    public override void Built(RootPlace place, int block)
    {
        if (place == late)
        {
            base.PushAsked(place, block, SlotShape.I32);
        }
    }
}

/// <summary>The State cell's root stays as it was.</summary>
internal sealed class StateForgettingRooting(LoweredCase lowered) : Rooting(lowered)
{
    public override void Put(int slot, int register)
    {
    }
}

/// <summary>The root of a cell within an expression stays what the cell began with: of each, or where the type of what
/// it holds has an alias.</summary>
internal sealed class CellForgettingRooting(LoweredCase lowered, bool ofNamed) : Rooting(lowered)
{
    public override void Store(int slot, int register, bool isNamed)
    {
        if (ofNamed && !isNamed)
        {
            base.Store(slot, register, isNamed);
        }
    }
}

/// <summary>Turns of a fold pop nothing.</summary>
internal sealed class LeakyTurns(LoweredCase lowered) : Rooting(lowered)
{
    public override void EndTurn(int saved, int made) => Push(RootPlace.Turn, made);
}

/// <summary>Callees pop nothing.</summary>
internal sealed class LeakyCallees(LoweredCase lowered) : Rooting(lowered)
{
    public override void Leave(int saved)
    {
    }
}

/// <summary>A handler leaves on the shadow stack what was pushed on the way to the throw.</summary>
internal sealed class LeakyHandlers(LoweredCase lowered) : Rooting(lowered)
{
    public override void Catch(int saved)
    {
    }
}

/// <summary>A handler pops one root more than was pushed since its body began.</summary>
internal sealed class UnbalancedHandlers(LoweredCase lowered) : UnbalancedRooting(lowered)
{
    public override void Catch(int saved) => base.Catch(BeforeLast >= 0 ? BeforeLast : saved);
}

/// <summary>A tail call pops its caller's roots too.</summary>
internal sealed class UnwindingTails(LoweredCase lowered) : Rooting(lowered)
{
    public override void UnwindFrame() => Lowered.Add(Code.Leave, Frames.ElementAt(1));
}

/// <summary>Knows where the last root lies that the frame has pushed for certain.</summary>
internal abstract class UnbalancedRooting(LoweredCase lowered) : Rooting(lowered)
{
    /// <summary>A register with the shadow pointer from before that push, or -1.</summary>
    protected int BeforeLast { get; private set; } = -1;

    private readonly Stack<int> arms = new();

    protected override void PushAsked(RootPlace place, int register, SlotShape kind)
    {
        // Blocks may be made on one arm of a branch alone, where no register can be counted on behind it.
        if (place <= RootPlace.Result)
        {
            BeforeLast = Enter();
        }

        base.PushAsked(place, register, kind);
    }

    public override void OpenFrame()
    {
        base.OpenFrame();
        BeforeLast = -1;
    }

    public override void CloseFrame()
    {
        base.CloseFrame();
        BeforeLast = -1;
    }

    /// <summary>What was pushed where a function is made lies elsewhere when it is applied.</summary>
    public override int OpenFunction()
    {
        BeginArm();
        BeforeLast = -1;
        return base.OpenFunction();
    }

    public override void CloseFunction(int saved)
    {
        base.CloseFunction(saved);
        LeaveArm();
    }

    public override void BeginArm() => arms.Push(BeforeLast);

    public override void EndArm() => LeaveArm();

    private void LeaveArm() => BeforeLast = arms.Pop();
}

/// <summary>A fold pops one root more than its turns have pushed: the last one that its frame pushed before.</summary>
internal sealed class UnbalancedTurns(LoweredCase lowered) : UnbalancedRooting(lowered)
{
    private readonly Stack<int> outer = new();

    public override int BeginTurns()
    {
        outer.Push(BeforeLast);
        return base.BeginTurns();
    }

    public override void EndTurns(int made)
    {
        if (outer.Pop() is >= 0 and var last)
        {
            Lowered.Add(Code.Leave, last);
            Lowered.Add(Code.Push, made);
        }
    }
}

/// <summary>An arm pops one root more than it has pushed: the last one that its frame pushed before.</summary>
internal sealed class UnbalancedArms(LoweredCase lowered) : UnbalancedRooting(lowered)
{
    public override void EndArm()
    {
        base.EndArm();
        if (BeforeLast >= 0)
        {
            Lowered.Add(Code.Leave, BeforeLast);
        }
    }
}

/// <summary>A closure's block gets the pointer of a captured pair and not its length.</summary>
internal sealed class HalvedCaptures(LoweredCase lowered) : Rooting(lowered)
{
    protected override void PushAsked(RootPlace place, int register, SlotShape kind)
    {
        if (place == RootPlace.Closure && Lowered.Instructions[^1] is var store && store.Shape.IsPair())
        {
            Lowered.Instructions[^1] = store with { Shape = SlotShape.I32 };
        }

        base.PushAsked(place, register, kind);
    }
}

/// <summary>The block of a closure that gives a scalar has no pointers, whatever else it captured.</summary>
internal sealed class UnscannedCaptures(LoweredCase lowered) : Rooting(lowered)
{
    protected override void PushAsked(RootPlace place, int register, SlotShape kind)
    {
        var steps = Lowered.Instructions;
        if (place == RootPlace.Closure
            && steps.FindLastIndex(step => step.Code == Code.Alloc && step.A == register) is >= 0 and var made
            && !Lowered.Closures[(int)steps[made + 1].Imm].Fields[0].IsHeap)
        {
            steps[made] = steps[made] with { Code = Code.AllocData };
        }

        base.PushAsked(place, register, kind);
    }
}

/// <summary>String bytes lie in blocks that are scanned.</summary>
internal sealed class ScannedStrings(LoweredCase lowered) : Rooting(lowered)
{
    protected override void PushAsked(RootPlace place, int register, SlotShape kind)
    {
        if (place is RootPlace.Text or RootPlace.Input or RootPlace.Given)
        {
            Lowered.Instructions[^1] = Lowered.Instructions[^1] with { Code = Code.Alloc };
        }

        base.PushAsked(place, register, kind);
    }
}

/// <summary>A wrapper gets its handle as it is, without bit 31.</summary>
internal sealed class UntaggedHandles(LoweredCase lowered) : Rooting(lowered)
{
    protected override void PushAsked(RootPlace place, int register, SlotShape kind)
    {
        if (place == RootPlace.Wrapper)
        {
            var tag = Lowered.Instructions.FindLastIndex(step => step.Code == Code.Tag);
            Lowered.Instructions[tag + 1] = Lowered.Instructions[tag + 1] with { B = Lowered.Instructions[tag].B };
        }

        base.PushAsked(place, register, kind);
    }
}
