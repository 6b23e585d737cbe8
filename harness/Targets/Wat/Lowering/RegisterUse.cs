using System.Diagnostics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Which registers an instruction reads and which it writes: all that asks goes by this one table.</summary>
internal static class RegisterUse
{
    /// <summary>Adds the instruction's registers, both of a pair.</summary>
    public static void Of(LoweredCase lowered, in Instruction step, ISet<int> reads, ISet<int> writes)
    {
        switch (step.Code)
        {
            case Code.Const or Code.Enter:
                Add(writes, step.A, SlotShape.I32);
                break;
            case Code.Alloc or Code.AllocData:
                AddIfAny(reads, step.B);
                Add(writes, step.A, SlotShape.I32);
                break;
            case Code.Turn or Code.DigitCount:
                Add(reads, step.B, SlotShape.I32);
                Add(writes, step.A, SlotShape.I32);
                break;
            case Code.Digits:
                Add(reads, step.A, SlotShape.I32);
                Add(reads, step.B, SlotShape.I32);
                Add(reads, step.C, SlotShape.I32);
                break;
            case Code.Move:
                Add(reads, step.B, step.Shape);
                Add(writes, step.A, step.Shape);
                break;
            case Code.Store:
                Add(reads, step.A, SlotShape.I32);
                Add(reads, step.B, step.Shape);
                AddIfAny(reads, step.C);
                break;
            case Code.Apply:
                Add(reads, step.B, SlotShape.I32);
                Add(reads, step.C, SlotShape.I64);
                Add(writes, step.A, step.Shape);
                break;
            case Code.Load:
                Add(reads, step.B, SlotShape.I32);
                AddIfAny(reads, step.C);
                Add(writes, step.A, step.Shape);
                break;
            case Code.Bytes or Code.Push or Code.Leave or Code.If or Code.IfTag or Code.IfLonger:
                Add(reads, step.A, SlotShape.I32);
                break;
            case Code.SetRoot or Code.Register:
                Add(reads, step.A, SlotShape.I32);
                Add(reads, step.B, SlotShape.I32);
                break;
            case Code.Turns:
                Add(reads, step.B, SlotShape.I32);
                Add(writes, step.A, SlotShape.I32);
                break;
            case Code.EndTurns:
                Add(reads, step.A, SlotShape.I32);
                Add(reads, step.B, SlotShape.I32);
                Add(writes, step.A, SlotShape.I32);
                break;
            case Code.Next:
                Add(reads, step.A, SlotShape.I32);
                Add(writes, step.A, SlotShape.I32);
                break;
            case Code.Tag:
                Add(reads, step.B, SlotShape.I32);
                Add(writes, step.A, SlotShape.I32);
                break;
            case Code.Narrow:
                Add(reads, step.B, SlotShape.Items);
                Add(writes, step.A, SlotShape.Items);
                break;
            case Code.Bind or Code.Observe or Code.EndFrame or Code.EndFunction:
                Add(reads, step.A, step.Shape);
                break;
            case Code.Host:
                OfHost(lowered.Imports[(int)step.Imm].Parameters, step, reads, writes);
                break;
            case Code.Else or Code.End or Code.Churn or Code.Pressure or Code.Drop or Code.Begin or Code.Done
                or Code.Frame or Code.TailFrame or Code.Function
                or Code.Try or Code.Catch or Code.EndTry or Code.Throw or Code.Fail:
                break;
            default:
                throw new UnreachableException($"no rule for the registers of {step.Code}");
        }
    }

    /// <summary>Adds a slot's registers.</summary>
    public static void Add(ISet<int> registers, int register, SlotShape shape)
    {
        registers.Add(register);
        if (shape.IsPair())
        {
            registers.Add(register + 1);
        }
    }

    private static void AddIfAny(ISet<int> registers, int register)
    {
        if (register >= 0)
        {
            registers.Add(register);
        }
    }

    private static void OfHost(
        IReadOnlyList<SlotShape> parameters, in Instruction step, ISet<int> reads, ISet<int> writes)
    {
        ReadOnlySpan<int> arguments = [step.A, step.B, step.C];
        for (var i = 0; i < parameters.Count; i++)
        {
            Add(reads, arguments[i], parameters[i]);
        }

        if (step.D >= 0)
        {
            Add(writes, step.D, step.Shape);
        }
    }
}
