using System.Collections.Immutable;

namespace Vera.GcStress.Features;

/// <summary>What one run showed of each feature: 0 for nothing, otherwise the bits of how often.</summary>
/// <param name="Levels">One a feature, by its number.</param>
public sealed record FeatureProfile(ImmutableArray<byte> Levels)
{
    /// <summary>Bits of a count are at most this many.</summary>
    public const int LevelMax = 32;

    /// <summary>Whether the run showed a feature at all.</summary>
    public bool Shows(int feature) => Levels[feature] > 0;

    private const string Digits = "0123456789abcdefghijklmnopqrstuvw";

    /// <summary>How many features it showed.</summary>
    public int Count => Levels.Count(level => level > 0);

    /// <summary>A digit for each feature.</summary>
    public string Text => string.Concat(Levels.Select(level => Digits[level]));

    /// <summary>What a text says; null: it is of another set of features, or of none.</summary>
    public static FeatureProfile? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == FeatureTable.All.Length && text.All(Digits.Contains)
            ? new([.. text.Select(digit => (byte)Digits.IndexOf(digit, StringComparison.Ordinal))])
            : null;
    }
}
