namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>What a case asks to have on the shadow stack, in order, whether or not it is pushed.</summary>
/// <remarks>When a block is lost that a register holds, this says which push is missing, or was undone.</remarks>
internal sealed class RootAsks
{
    private readonly List<Ask> all = [];

    public void Clear() => all.Clear();

    /// <param name="at">The number of the next instruction.</param>
    /// <param name="register">What is to be a root.</param>
    /// <param name="place">Why.</param>
    public void Add(int at, int register, RootPlace place) => all.Add(new(at, register, place));

    /// <summary>
    /// As what a value is to be a root at an instruction, and whether it is pushed; null: as nothing. In a loop that is
    /// what was asked in this turn or, further down, in the one before.
    /// </summary>
    /// <param name="holds">Whether a register holds the value.</param>
    /// <param name="instruction">The number of the instruction.</param>
    /// <param name="instructions">All of them.</param>
    /// <param name="hasTurned">Whether the loop that counts in a register has ended a turn.</param>
    public (RootPlace Place, bool IsPushed)? Of(
        Func<int, bool> holds, int instruction, List<Instruction> instructions, Func<int, bool> hasTurned)
    {
        var (found, until) = (Last(holds, -1, instruction, instructions), instruction);
        for (var at = instruction + 1; at < instructions.Count && found is null; at++)
        {
            if (instructions[at] is { Code: Code.EndTurns } loop && loop.Imm < instruction)
            {
                found = hasTurned(loop.A) ? Last(holds, until, at, instructions) : null;
                until = at;
            }
        }

        return found;
    }

    /// <summary>The last that was asked for behind an instruction, up to another one.</summary>
    private (RootPlace Place, bool IsPushed)? Last(
        Func<int, bool> holds, int after, int until, List<Instruction> instructions)
    {
        var last = all.FindLastIndex(ask => ask.At > after && ask.At <= until && holds(ask.Register));
        return last < 0
            ? null
            : (all[last].Place, instructions.FindIndex(
                all[last].At,
                until - all[last].At,
                step => step.Code == Code.Push && step.A == all[last].Register) >= 0);
    }

    private readonly record struct Ask(int At, int Register, RootPlace Place);
}
