using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Rigs;

/// <summary>Runs a short case with a collection at every single allocation, and at every pair of them.</summary>
public static class ScheduleSweep
{
    /// <summary>Longer cases are not swept; this many allocations have 2,080 schedules of one or two points.</summary>
    public const int AllocationsMax = 64;

    /// <summary>
    /// Sweeps the case, whatever its own schedule is. Null if it makes more allocations than it may.
    /// </summary>
    /// <param name="judge">Runs the schedules.</param>
    /// <param name="stressCase">The case.</param>
    /// <param name="pointsMax">1: every single allocation; 2: every pair too.</param>
    /// <param name="allocationsMax">The most allocations of a case that is swept.</param>
    /// <param name="stop">Asks for an early end.</param>
    public static VariantVerdict? Try(
        Judge judge,
        StressCase stressCase,
        int pointsMax,
        int allocationsMax = AllocationsMax,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(stressCase);
        var natural = stressCase.With(new CollectionSchedule.Natural());
        var own = judge.Try(natural, stop: stop);
        return own.Verdict is not Verdict.Pass ? new(own.Verdict, natural, 1)
            : own.Stats.Allocations <= allocationsMax
            ? Sweep(judge, natural, SchedulePoints.UpTo(own.Stats.Allocations, pointsMax), stop)
            : null;
    }

    private static VariantVerdict Sweep(
        Judge judge, StressCase natural, IEnumerable<CollectionSchedule> schedules, CancellationToken stop)
    {
        var runs = 1;
        foreach (var schedule in schedules)
        {
            var variant = natural.With(schedule);
            runs++;
            if (judge.Try(variant, stop: stop).Verdict is Verdict.Fail failure)
            {
                return new(failure, variant, runs);
            }
        }

        return new(new Verdict.Pass(), natural, runs);
    }
}
