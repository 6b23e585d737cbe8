using System.Collections.Immutable;
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
    /// <summary>A case that runs into a limit again and again takes the time of many others.</summary>
    private const int LimitsMax = 2;

    /// <summary>One failure of each kind that the schedules show.</summary>
    /// <param name="judge">Runs the schedules.</param>
    /// <param name="stressCase">The case.</param>
    /// <param name="allocations">How many allocations its run made.</param>
    /// <param name="count">How many single points to try, and the most collections of the last schedule: at every
    /// allocation, or at every n-th.</param>
    /// <param name="isNew">Whether a failure of the case with a schedule is of a new kind.</param>
    /// <param name="stop">Asks for an early end.</param>
    public static SampledVerdicts Try(
        Judge judge,
        StressCase stressCase,
        int allocations,
        int count,
        Func<StressCase, Verdict.Fail, bool> isNew,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(stressCase);
        ArgumentNullException.ThrowIfNull(isNew);
        var (runs, limits) = (0, 0);
        var failures = ImmutableArray.CreateBuilder<VariantVerdict>();
        foreach (var schedule in Schedules(allocations, count).TakeWhile(_ => limits < LimitsMax))
        {
            var variant = stressCase.With(schedule);
            var verdict = judge.Try(variant, stop: stop).Verdict;
            runs++;
            limits += verdict is Verdict.Inconclusive ? 1 : 0;
            if (verdict is Verdict.Fail failure && isNew(variant, failure))
            {
                failures.Add(new(failure, variant, runs));
            }
        }

        return new(failures.ToImmutable(), runs);
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

/// <summary>The verdicts on a case with a sample of single points.</summary>
/// <param name="Failures">The first of each kind, in the order of the points.</param>
/// <param name="Runs">How many schedules were run.</param>
public sealed record SampledVerdicts(ImmutableArray<VariantVerdict> Failures, int Runs);
