using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Targets.Wat.Faults;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Pushes and pops of the shadow stack, and the planted faults that forget one of them.</summary>
internal sealed class RootLowerer(LoweredCase lowered, PlantedFault fault)
{
    /// <summary>The register with the shadow pointer before the last root; only one planted fault keeps it.</summary>
    public int BeforeLast { get; private set; } = -1;

    public void PushIfHeap(int register, VeraType type)
    {
        if (!type.IsHeap)
        {
            return;
        }

        if (fault == PlantedFault.ClosureResultUnbalanced)
        {
            BeforeLast = lowered.Register(SlotShape.I32);
            lowered.Add(Code.Enter, BeforeLast);
        }

        lowered.Add(Code.Push, register);
    }

    /// <summary>Roots what a let binds.</summary>
    public void PushLet(int register, Expr value)
    {
        var left = fault switch
        {
            PlantedFault.LetUnrooted => value.Type.Passed == SlotShape.I32,
            PlantedFault.PairLetUnrooted => value.Type.Passed.IsPair(),
            PlantedFault.ClosureResultUnrooted => IsApplied(value),
            _ => false,
        };
        if (!left)
        {
            PushIfHeap(register, value.Type);
        }
    }

    /// <summary>Roots what a callee returned.</summary>
    public void PushResult(int register, VeraType type)
    {
        if (fault != PlantedFault.CallResultUnrooted)
        {
            PushIfHeap(register, type);
        }
    }

    /// <summary>Whether an operand that was read is not rooted, although more is still to be evaluated.</summary>
    public bool LosesOperand(Expr expr) => fault switch
    {
        PlantedFault.OperandUnrooted => true,
        PlantedFault.ClosureResultUnrooted => IsApplied(expr),
        _ => false,
    };

    private static bool IsApplied(Expr expr) =>
        expr is Expr.Builtin applied && applied.Operation == ClosureOperations.ApplyFn;

    /// <summary>Pops what was pushed since; the fault is the one that forgets to, at this place.</summary>
    public void Leave(int saved, PlantedFault forgets)
    {
        if (fault != forgets)
        {
            lowered.Add(Code.Leave, saved);
        }
    }

    /// <summary>A builder is done, and what it made is rooted.</summary>
    /// <param name="made">What it made.</param>
    /// <param name="lastRoot"><see cref="BeforeLast"/> before its first turn.</param>
    public void EndBuilder(int made, int lastRoot)
    {
        if (fault == PlantedFault.ClosureResultUnbalanced && lastRoot >= 0)
        {
            // One root more is popped than turns have pushed: somebody else's.
            lowered.Add(Code.Leave, lastRoot);
            lowered.Add(Code.Push, made);
        }
    }

    /// <summary>Another frame: what was pushed last before it is not its own.</summary>
    public void ForgetLastRoot() => BeforeLast = -1;
}
