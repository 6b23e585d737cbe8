using Vera.GcStress.Features;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Steering;

/// <summary>A case that showed something new when it ran, and all that it showed.</summary>
public sealed record KeptCase(StressCase Case, FeatureProfile Features);
