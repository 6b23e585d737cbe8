using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Rigs;

/// <summary>Judges a case under other schedules than its own.</summary>
public static class OtherSchedules
{
    /// <summary>The verdicts, the cheap ones first; nothing is swept that failed before.</summary>
    /// <param name="judge">Runs the schedules.</param>
    /// <param name="stressCase">The case, whatever its own schedule is.</param>
    /// <param name="varies">Whether to compare its runs: see <see cref="InvisibilityJudge"/>.</param>
    /// <param name="sweepPoints">Collections of each schedule of a <see cref="ScheduleSweep"/>; 0: none.</param>
    /// <param name="stop">Asks for an early end.</param>
    public static ScheduleVerdicts Try(
        Judge judge, StressCase stressCase, bool varies, int sweepPoints, CancellationToken stop = default)
    {
        var varied = varies ? InvisibilityJudge.Try(judge, stressCase, stop) : null;
        var sweeps = sweepPoints > 0 && varied?.Verdict is not Verdict.Fail;
        var swept = sweeps ? ScheduleSweep.Try(judge, stressCase, sweepPoints, stop: stop) : null;
        return new(varied, swept) { IsTooLong = sweeps && swept is null };
    }
}

/// <summary>What a case shows under other schedules than its own.</summary>
/// <param name="Varied">When its runs were compared; null if they were not.</param>
/// <param name="Swept">When it was swept; null if it was not.</param>
public sealed record ScheduleVerdicts(VariantVerdict? Varied, VariantVerdict? Swept)
{
    /// <summary>When it ran with a sample of single points; null if it did not.</summary>
    public SampledVerdicts? Sampled { get; init; }

    /// <summary>Whether it was to be swept and makes too many allocations for that.</summary>
    public bool IsTooLong { get; init; }

    /// <summary>The last word, the sample apart: what failed, if anything did; null if there was nothing to do.
    /// </summary>
    public VariantVerdict? Last => Swept ?? Varied;

    /// <summary>Everything that failed, the sample included: of each kind one.</summary>
    public IEnumerable<VariantVerdict> Failures =>
        (Last is { Verdict: Verdict.Fail } last ? Enumerable.Repeat(last, 1) : []).Concat(Sampled?.Failures ?? []);
}

/// <summary>The verdict on a case under other schedules than its own.</summary>
/// <param name="Verdict">Pass, or what the first variant that fails shows; inconclusive if the case itself is.</param>
/// <param name="Variant">The variant that fails, or else the case.</param>
/// <param name="Runs">How many variants were run.</param>
public sealed record VariantVerdict(Verdict Verdict, StressCase Variant, int Runs)
{
    /// <summary>What it takes to see the variant fail: it alone, or a comparison.</summary>
    public Lane Lane => Verdict is Verdict.Fail { Oracle: OracleName.Invisibility } ? Lane.Variants : Lane.Driven;
}
