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
    /// As what a value is to be a root at an instruction, and whether it is pushed; null: as nothing.
    /// </summary>
    /// <param name="holds">Whether a register holds the value.</param>
    /// <param name="instruction">The number of the instruction.</param>
    /// <param name="instructions">All of them.</param>
    public (RootPlace Place, bool IsPushed)? Of(
        Func<int, bool> holds, int instruction, List<Instruction> instructions)
    {
        var last = all.FindLastIndex(ask => ask.At <= instruction && holds(ask.Register));
        return last < 0
            ? null
            : (all[last].Place, instructions.FindIndex(
                all[last].At,
                instruction - all[last].At,
                step => step.Code == Code.Push && step.A == all[last].Register) >= 0);
    }

    private readonly record struct Ask(int At, int Register, RootPlace Place);
}
