using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging.Growth;

/// <summary>
/// Claims that garbage is given back, of a target whose heap is out of sight: a heap that has grown by all the small
/// blocks that a case dropped one by one has freed none of them.
/// </summary>
/// <remarks>
/// A heap that is collected needs room for what lives, for the large blocks, and for the small ones of one collection
/// to the next. So the claim is about cases alone whose garbage is far more than all that.
/// </remarks>
internal static class HeapGrowth
{
    /// <summary>Less garbage may lie about until the next page of memory is needed.</summary>
    private const long GarbageLeast = 1 << 20;

    public static Verdict.Fail? Of(StressCase stressCase, RunStats stats) =>
        stats.GarbageBytes >= GarbageLeast && stats.HeapBytes >= stats.GarbageBytes
            ? new(
                OracleName.Retention,
                Math.Max(0, stressCase.Ops.Length - 1),
                new Evidence.GarbageKept(stats.HeapBytes, stats.GarbageBytes))
            : null;
}
