using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Rigs;

/// <summary>
/// Runs a case of any length with a collection at single allocations, spread evenly over it, and with all of them: for
/// a target on which another schedule costs far less than another case.
/// </summary>
public static class ScheduleSample
{
    /// <summary>The first schedule that fails, or a pass of all; the case itself is one that passed.</summary>
    /// <param name="judge">Runs the schedules.</param>
    /// <param name="stressCase">The case.</param>
    /// <param name="allocations">How many allocations its run made.</param>
    /// <param name="count">How many single points to try, and the most collections of the last schedule: at every
    /// allocation, or at every n-th.</param>
    /// <param name="stop">Asks for an early end.</param>
    public static VariantVerdict Try(
        Judge judge, StressCase stressCase, int allocations, int count, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(stressCase);
        var runs = 0;
        foreach (var schedule in Schedules(allocations, count))
        {
            var variant = stressCase.With(schedule);
            runs++;
            if (judge.Try(variant, stop: stop).Verdict is Verdict.Fail failure)
            {
                return new(failure, variant, runs);
            }
        }

        return new(new Verdict.Pass(), stressCase, runs);
    }

    private static IEnumerable<CollectionSchedule> Schedules(int allocations, int count)
    {
        var last = Math.Min(allocations, CaseLimits.ScheduleAllocation);
        var points = Math.Min(last, count);
        for (var i = 0; i < points; i++)
        {
            yield return new CollectionSchedule.At([1 + (int)((long)i * last / points)]);
        }

        var interval = (last + count - 1) / Math.Max(1, count);
        yield return interval > 1 ? new CollectionSchedule.Every(interval) : new CollectionSchedule.Eager();
    }
}
