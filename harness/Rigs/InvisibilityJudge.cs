using System.Collections.Immutable;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Rigs;

/// <summary>
/// Claims that collections are invisible: whenever they take place, a case observes the same and ends with the same
/// values in its locals.
/// </summary>
public static class InvisibilityJudge
{
    /// <summary>
    /// Runs the case without forced collections, with one at every allocation, with one at every n-th, and in a heap
    /// that is almost full. What differs from the first run, or fails by itself, is the answer.
    /// </summary>
    public static VariantVerdict Try(Judge judge, StressCase stressCase, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(stressCase);
        var natural = stressCase.With(new CollectionSchedule.Natural());
        var expected = judge.Try(natural, Effort.Print, stop);
        if (expected.Verdict is not Verdict.Pass)
        {
            return new(expected.Verdict, natural, 1);
        }

        var runs = 1;
        StressCase[] variants = judge.CollectsAtPoints
            ? Variants(natural, stressCase, expected.Stats.Allocations)
            : [.. VariantsWithoutPoints(stressCase).Skip(1)];
        foreach (var variant in variants)
        {
            runs++;
            var seen = judge.Try(variant, Effort.Print, stop);
            if (seen.Verdict is Verdict.Fail)
            {
                return new(seen.Verdict, variant, runs);
            }

            // What does not lie alike may list a set otherwise: both runs agree with the model instead.
            if (seen.Verdict is Verdict.Pass && judge.LiesAlike && seen.Print != expected.Print)
            {
                return new(Difference(variant), variant, runs);
            }
        }

        return new(new Verdict.Pass(), stressCase, runs);
    }

    /// <summary>All runs of a case on a target that collects everywhere or by itself, and nowhere else.</summary>
    public static ImmutableArray<StressCase> VariantsWithoutPoints(StressCase stressCase)
    {
        ArgumentNullException.ThrowIfNull(stressCase);
        var natural = stressCase.With(new CollectionSchedule.Natural());
        return [natural, natural.With(new CollectionSchedule.Eager()), natural.With(HeapState.AlmostFull)];
    }

    private static StressCase[] Variants(StressCase natural, StressCase stressCase, int allocations) =>
    [
        natural.With(new CollectionSchedule.Eager()),
        natural.With(new CollectionSchedule.Every(Interval(stressCase, allocations))),
        natural.With(HeapState.AlmostFull),
    ];

    /// <summary>An interval that leaves at least one collection, always the same for the same case.</summary>
    private static int Interval(StressCase stressCase, int allocations)
    {
        var print = RunPrint.Empty;
        foreach (var letter in stressCase.ToString())
        {
            print = print.With((byte)(letter & 0xFF));
        }

        return 1 + (int)(print.Hash % (ulong)Math.Clamp(allocations, 1, CaseLimits.ScheduleAllocation));
    }

    private static Verdict.Fail Difference(StressCase variant) => new(
        OracleName.Invisibility,
        Math.Max(0, variant.Ops.Length - 1),
        new Evidence.ScheduleSeen(variant.Schedule, variant.Heap));
}
