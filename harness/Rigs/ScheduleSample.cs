using System.Collections.Immutable;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Rigs;

/// <summary>
/// Runs a case of any length with a collection at single allocations, spread evenly over it, and with all of them, and
/// some of these once more with the heap a few bytes later: for a target on which all this costs far less than another
/// case.
/// </summary>
public static class ScheduleSample
{
    /// <summary>A case that runs into a limit again and again takes the time of many others.</summary>
    private const int LimitsMax = 2;

    /// <summary>What the runs of one case may take together, in instructions: most take a fraction of it.</summary>
    private const long FuelMax = 4_000_000_000;

    /// <summary>Of this many points one is tried in a moved heap too.</summary>
    private const int MovedOneIn = 16;

    /// <summary>A block is as good at one place as at another one that is a multiple of 8 away.</summary>
    private const int StartsMax = 7;

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
        var (runs, limits, fuel) = (0, 0, 0L);
        var failures = ImmutableArray.CreateBuilder<VariantVerdict>();
        var here = Schedules(allocations, count).Select(stressCase.With);
        var all = here.Concat(Moved(stressCase, allocations, count));
        foreach (var variant in all.TakeWhile(_ => limits < LimitsMax && fuel < FuelMax))
        {
            var judged = judge.Try(variant, stop: stop);
            var verdict = judged.Verdict;
            runs++;
            fuel += judged.Stats.Fuel;
            limits += verdict is Verdict.Inconclusive ? 1 : 0;
            if (verdict is Verdict.Fail failure && isNew(variant, failure))
            {
                failures.Add(new(failure, variant, runs));
            }
        }

        return new(failures.ToImmutable(), runs);
    }

    /// <summary>What only another start of the heap shows: words that are addresses there, wrong alignment.</summary>
    /// <remarks>One start a case, as each costs a module of its own; all of 1 to 7 bytes over the cases.</remarks>
    private static IEnumerable<StressCase> Moved(StressCase stressCase, int allocations, int count)
    {
        if (!stressCase.Tables.IsUsual || HeapPlace.IsPartOf(stressCase))
        {
            return [];
        }

        var later = stressCase.With(HeapTables.Usual with { Start = 1 + (allocations % StartsMax) });
        return Schedules(allocations, count / MovedOneIn)
            .Prepend(new CollectionSchedule.Natural())
            .Select(later.With);
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
