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
    /// Sweeps the case, whatever its own schedule is. Null if it makes more than <see cref="AllocationsMax"/>
    /// allocations.
    /// </summary>
    /// <param name="judge">Runs the schedules.</param>
    /// <param name="stressCase">The case.</param>
    /// <param name="pointsMax">1: every single allocation; 2: every pair too.</param>
    public static VariantVerdict? Try(Judge judge, StressCase stressCase, int pointsMax)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(stressCase);
        var natural = stressCase.With(new CollectionSchedule.Natural());
        var verdict = judge.Try(natural);
        if (verdict is not Verdict.Pass)
        {
            return new(verdict, natural, 1);
        }

        var allocations = judge.LastStats.Allocations;
        return allocations <= AllocationsMax ? Sweep(judge, natural, allocations, pointsMax) : null;
    }

    private static VariantVerdict Sweep(Judge judge, StressCase natural, int allocations, int pointsMax)
    {
        var runs = 1;
        foreach (var schedule in SchedulePoints.UpTo(allocations, pointsMax))
        {
            var variant = natural.With(schedule);
            runs++;
            if (judge.Try(variant) is Verdict.Fail failure)
            {
                return new(failure, variant, runs);
            }
        }

        return new(new Verdict.Pass(), natural, runs);
    }
}
