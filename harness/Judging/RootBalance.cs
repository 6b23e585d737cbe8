using System.Collections.Immutable;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that roots go when the frame goes that pushed them: no op leaves more of them than what it made needs, and a
/// callee leaves its result.
/// </summary>
internal sealed class RootBalance
{
    /// <summary>How many roots there were when each open frame began.</summary>
    private readonly Stack<int> frames = new();

    private readonly RootBudget usual = new(withDefaults: false);
    private readonly RootBudget most = new(withDefaults: true);

    private ImmutableArray<Op> ops = [];
    private int roots;

    /// <summary>A run begins. A State cell has its root before the first op.</summary>
    public void Begin(StressCase stressCase)
    {
        ops = stressCase.Ops;
        frames.Clear();
        roots = 0;
        foreach (var op in ops)
        {
            if (op is Op.Put)
            {
                roots = 1;
                return;
            }
        }
    }

    /// <summary>What is wrong with the roots after an op, or null. Each op is asked about, in order.</summary>
    public Evidence? Excess(int op, int rootsNow)
    {
        var (step, before) = (ops[op], roots);
        roots = rootsNow;
        switch (step)
        {
            case Op.Call:
                frames.Push(before);
                break;
            case Op.Return:
                before = frames.Pop();
                break;
            case Op.Tail:
                before = frames.Peek();
                break;
        }

        var left = rootsNow - before;
        return left <= 0 || left <= usual.Of(step) || left <= most.Of(step)
            ? null
            : new Evidence.RootsLeft(op, left, most.Of(step));
    }
}
