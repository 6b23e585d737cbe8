using System.Globalization;
using Vera.GcStress.Targets.Wat.Lowering;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat;

/// <content>Loops, and the numbers of their turns.</content>
internal sealed partial class DrivenSteps
{
    /// <summary>A loop begins; whether there is a first turn.</summary>
    public bool BeginsTurns(in Instruction loop)
    {
        registers[loop.A] = 0;
        return HasTurn(loop);
    }

    /// <summary>A turn of a loop is over; whether there is another one.</summary>
    public bool TakesTurn(in Instruction loop)
    {
        registers[loop.A]++;
        return HasTurn(loop);
    }

    private bool HasTurn(in Instruction loop) =>
        registers[loop.A] < Math.Min(unchecked((int)Pointer(loop.B)), loop.Imm);

    private void Count(in Instruction step)
    {
        switch (step.Code)
        {
            case Code.Next:
                registers[step.A] = unchecked((uint)(registers[step.A] + 1));
                break;
            case Code.Turn:
                registers[step.A] = step.Shape switch
                {
                    SlotShape.F64 => BitConverter.DoubleToInt64Bits(registers[step.B]),
                    SlotShape.I32 => registers[step.B] & step.Imm,
                    _ => registers[step.B],
                };
                break;
            case Code.DigitCount:
                registers[step.A] = registers[step.B] switch { < 10 => 1, < 100 => 2, < 1000 => 3, _ => 4 };
                break;
            default:
                var digits = GuestBytes.Bytes(session.Heap.Memory, Pointer(step.A), (int)registers[step.C]);
                registers[step.B].TryFormat(digits, out _, provider: CultureInfo.InvariantCulture);
                break;
        }
    }
}
