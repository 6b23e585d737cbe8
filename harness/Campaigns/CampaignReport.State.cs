using Vera.GcStress.Coverage;
using Vera.GcStress.Judging;

namespace Vera.GcStress.Campaigns;

/// <summary>The counts of a report, out to a disk and back.</summary>
public sealed partial class CampaignReport
{
    private const int SumCount = 15;

    /// <summary>What was counted so far.</summary>
    internal CampaignCounts Counts => new()
    {
        Sums =
        [
            Passed, Failed, Inconclusive, Unsupported, Compiled, Varied, Swept, NotSwept, ScheduleRuns, Allocations,
            Collections, Held.Live, Held.Reached, Axes.Cases, Cells.Cases,
        ],
        Largest = [LastNumber, HeapBytesMax],
        Axes = [.. Axes.Counts],
        Constructs = Constructs.Counts,
        Cells = CellsHit(),
        Features = Features.Seen,
        Failing = new SortedDictionary<string, long>(Failing.Counts.ToDictionary(), StringComparer.Ordinal),
        Limits = new SortedDictionary<string, long>(limits, StringComparer.Ordinal),
        Gaps = new SortedDictionary<string, long>(gaps, StringComparer.Ordinal),
    };

    /// <summary>Whether counts that come from a file are counts.</summary>
    internal static bool CanRestore(CampaignCounts counts) =>
        counts.Sums.Count == SumCount && counts.Sums.All(sum => sum >= 0) &&
        counts.Largest.Count == 2 && counts.Largest[1] is >= 0 and <= int.MaxValue &&
        counts.Axes.Count == new AxisTally().Counts.Count &&
        counts.Constructs.Count == new ConstructTally().Counts.Count &&
        counts.Sums[^1] <= int.MaxValue && counts.Sums[^2] <= int.MaxValue &&
        counts.Cells.Keys.All(cell => cell >= 0 && cell < new CellTally().Counts.Length);

    /// <summary>Puts back what an earlier run had counted.</summary>
    internal void Restore(CampaignCounts saved)
    {
        var s = saved.Sums;
        (Passed, Failed, Inconclusive, Unsupported) = (s[0], s[1], s[2], s[3]);
        (Compiled, Varied, Swept, NotSwept, ScheduleRuns) = (s[4], s[5], s[6], s[7], s[8]);
        (Allocations, Collections, Held) = (s[9], s[10], new HeldBytes(s[11], s[12]));
        (LastNumber, HeapBytesMax) = (saved.Largest[0], (int)saved.Largest[1]);
        (CasesBefore, RunsBefore) = (Cases, Runs);
        Axes.Restore((int)s[13], saved.Axes);
        Constructs.Restore(saved.Constructs);
        Cells.Restore((int)s[14], saved.Cells);
        Features.Restore(saved.Features);
        Failing.Add(saved.Failing);
        foreach (var (reason, count) in saved.Limits)
        {
            limits[reason] = count;
        }

        foreach (var (reason, count) in saved.Gaps)
        {
            gaps[reason] = count;
        }
    }

    private SortedDictionary<int, int> CellsHit()
    {
        var hit = new SortedDictionary<int, int>();
        for (var cell = 0; cell < Cells.Counts.Length; cell++)
        {
            if (Cells.Counts[cell] > 0)
            {
                hit[cell] = Cells.Counts[cell];
            }
        }

        return hit;
    }
}
