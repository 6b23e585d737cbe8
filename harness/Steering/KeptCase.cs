using Vera.GcStress.Features;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Steering;

/// <summary>A case that showed something new, or at less cost, and all that it showed.</summary>
/// <param name="Number">Its number in the campaign; -1: it was drawn by none.</param>
/// <param name="Case">The case.</param>
/// <param name="Features">What it showed.</param>
/// <param name="Cost">The instructions of the guest that its run took; 0: not known, as it is no parent.</param>
public sealed record KeptCase(long Number, StressCase Case, FeatureProfile Features, long Cost = 0);
