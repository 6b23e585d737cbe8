using System.Runtime.InteropServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Says what an allocation of the program makes, by what the program then does with the block.</summary>
internal static class BlockNames
{
    private const int LookAhead = 6;

    /// <summary>A word or two, or null if it cannot be told.</summary>
    public static string? Of(LoweredCase lowered, int place)
    {
        var instructions = CollectionsMarshal.AsSpan(lowered.Instructions);
        var block = instructions[place].A;
        long constant = -1;
        for (var i = place + 1; i < Math.Min(instructions.Length, place + LookAhead); i++)
        {
            var step = instructions[i];
            switch (step.Code)
            {
                case Code.Bytes or Code.Digits when step.A == block:
                    return "String bytes";
                case Code.Const:
                    constant = step.Imm;
                    break;
                case Code.Store when step.A == block && step is { Imm: 0, Shape: SlotShape.I32 }:
                    return NameOf(unchecked((uint)constant));
                case Code.Move when step.B == block:
                    return "array";
                default:
                    break;
            }
        }

        return null;
    }

    private static string NameOf(uint tag) => tag switch
    {
        _ when tag == Wrapper.TagOf((int)ContainerKind.Map) => "Map wrapper",
        _ when tag == Wrapper.TagOf((int)ContainerKind.Set) => "Set wrapper",
        _ when tag == Wrapper.TagOf(Wrapper.DecimalKind) => "Decimal wrapper",
        _ => "value",
    };
}
