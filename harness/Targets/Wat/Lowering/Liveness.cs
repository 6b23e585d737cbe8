using System.Runtime.InteropServices;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Which registers of a lowered case are still needed at some instruction.</summary>
/// <remarks>
/// A register is needed if the instruction itself or a later one reads it before any writes it. Branches only jump
/// forward, and both arms count as run: that errs on the side of what is needed.
/// </remarks>
internal static class Liveness
{
    /// <summary>The registers that are needed while the instruction at a place is being carried out.</summary>
    public static SortedSet<int> Needed(LoweredCase lowered, int place)
    {
        var needed = new SortedSet<int>(lowered.GlobalRegisters);
        var written = new HashSet<int>();
        var instructions = CollectionsMarshal.AsSpan(lowered.Instructions);
        for (var i = place; i < instructions.Length; i++)
        {
            foreach (var register in Reads(instructions[i]))
            {
                if (register >= 0 && !written.Contains(register))
                {
                    needed.Add(register);
                }
            }

            if (Writes(instructions[i]) is >= 0 and var target)
            {
                written.Add(target);
            }
        }

        return needed;
    }

    private static int[] Reads(in Instruction step) => step.Code switch
    {
        Code.Move or Code.Load or Code.Narrow or Code.Apply or Code.Tag => [step.B],
        Code.Store or Code.SetRoot or Code.Register => [step.A, step.B],
        Code.Host => [step.A, step.B, step.C],
        Code.Bytes or Code.Push or Code.Observe or Code.IfTag or Code.EndFrame => [step.A],
        _ => [],
    };

    private static int Writes(in Instruction step) => step.Code switch
    {
        Code.Const or Code.Move or Code.Alloc or Code.AllocData or Code.Load or Code.Narrow or Code.Apply
            or Code.Tag => step.A,
        Code.Host => step.D,
        _ => -1,
    };
}
