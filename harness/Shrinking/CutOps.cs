using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Shrinking;

/// <summary>Passes that leave ops out: everything, whole frames, runs, pairs.</summary>
internal static class CutOps
{
    /// <summary>The most ops of a case in which every pair of them is tried.</summary>
    private const int PairedOpsMax = 12;

    public static IEnumerable<StressCase> Everything(StressCase current) =>
        [new([], new CollectionSchedule.Natural(), HeapState.Empty)];

    /// <summary>Whole frames, from the call to its return.</summary>
    public static IEnumerable<StressCase> Frames(StressCase current)
    {
        var partners = Cut.Partners(current.Ops);
        for (var at = current.Ops.Length - 1; at >= 0; at--)
        {
            if (current.Ops[at] is Op.Return && partners[at] is >= 0 and var call)
            {
                yield return Cut.Range(current, call, at + 1);
            }
        }
    }

    /// <summary>Runs of this length, from the end, since what comes later leans on what comes before.</summary>
    public static ShrinkPass Runs(int length) => current => Runs(current, length);

    /// <summary>Two ops at once, where leaving out either alone changes too much.</summary>
    public static IEnumerable<StressCase> Pairs(StressCase current)
    {
        var count = current.Ops.Length <= PairedOpsMax ? current.Ops.Length : 0;
        for (var second = count - 1; second > 0; second--)
        {
            for (var first = second - 1; first >= 0; first--)
            {
                yield return Cut.Of(current, at => at == first || at == second);
            }
        }
    }

    private static IEnumerable<StressCase> Runs(StressCase current, int length)
    {
        if (length > 1 && length >= current.Ops.Length)
        {
            yield break;
        }

        for (var end = current.Ops.Length; end > 0; end -= length)
        {
            yield return Cut.Range(current, Math.Max(0, end - length), end);
        }
    }
}
