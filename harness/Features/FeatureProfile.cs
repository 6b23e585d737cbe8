using System.Collections.Immutable;

namespace Vera.GcStress.Features;

/// <summary>What one run showed of each feature: 0 for nothing, otherwise the bits of how often.</summary>
/// <param name="Levels">One a feature, by its number.</param>
public sealed record FeatureProfile(ImmutableArray<byte> Levels)
{
    /// <summary>Whether the run showed a feature at all.</summary>
    public bool Shows(int feature) => Levels[feature] > 0;

    /// <summary>How many features it showed.</summary>
    public int Count => Levels.Count(level => level > 0);
}
