using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Rigs;

/// <summary>The verdict on a case under other schedules than its own.</summary>
/// <param name="Verdict">Pass, or what the first variant that fails shows; inconclusive if the case itself is.</param>
/// <param name="Variant">The variant that fails, or else the case.</param>
/// <param name="Runs">How many variants were run.</param>
public sealed record VariantVerdict(Verdict Verdict, StressCase Variant, int Runs);
