using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking;

/// <summary>Simpler cases to try in place of <paramref name="current"/>, boldest first.</summary>
/// <remarks>
/// A pass may be careless: what it proposes is repaired, and tried only if it is then smaller. It lists its proposals
/// so that after a success the same place of the new list is where to go on.
/// </remarks>
internal delegate IEnumerable<StressCase> ShrinkPass(StressCase current);

/// <summary>All passes in the order in which they run.</summary>
internal sealed class ShrinkPasses(ShrinkOptions options)
{
    private const int LongestRun = 1024;

    /// <summary>Take much away; run in rounds as long as a round makes progress.</summary>
    public IReadOnlyList<ShrinkPass> Bold { get; } =
    [
        CutOps.Everything,
        CutOps.Frames,
        .. RunLengths().Select(CutOps.Runs),
        SmallerExpressions.CutLists,
        SmallerExpressions.Replace,
        SmallerExpressions.ObserveParts,
        InlineLocals.Pass,
        SimplerTypes.Pass,
        new SimplerValues(options).Everywhere,
        new SimplerValues(options).OneByOne,
        new SimplerSchedules(options).Pass,
    ];

    /// <summary>Polish what is left, and with it prove that no single edit can be made.</summary>
    public IReadOnlyList<ShrinkPass> Fine { get; } =
    [
        new SingleEdits(options).Pass,
        CutOps.Pairs,
        InsertInstead.Pass,
        CanonicalForms.Pass,
        TradedSizes.Pass,
    ];

    private static IEnumerable<int> RunLengths()
    {
        for (var length = LongestRun; length >= 1; length /= 2)
        {
            yield return length;
        }
    }
}
