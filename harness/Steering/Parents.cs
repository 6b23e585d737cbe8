using System.Collections.Immutable;
using System.Numerics;
using Vera.GcStress.Features;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Steering;

/// <summary>
/// For every feature, and every power of two of it, the cheapest case that showed just that: what is near a dear case
/// is dear too, and shows no more.
/// </summary>
/// <remarks>
/// Costs count in powers of two, and of equals the earlier case stays: so few take the place of others, and what is
/// held in the end does not depend on the order of adding.
/// </remarks>
public sealed class Parents
{
    private const int Levels = FeatureProfile.LevelMax + 1;

    /// <summary>The dearest tenth costs more than all others together.</summary>
    private const int CheapPercent = 90;

    private readonly KeptCase?[] cheapest = new KeptCase?[FeatureTable.All.Length * Levels];

    /// <summary>One for each feature and power of two, without those that cost most.</summary>
    public ImmutableArray<StressCase> Cheap()
    {
        var all = cheapest.OfType<KeptCase>().OrderBy(Rank).ToList();
        return [.. all.Take(all.Count * CheapPercent / 100).Select(one => one.Case)];
    }

    /// <summary>Whether a run shows something new, or something known at far less cost.</summary>
    public bool IsNews(KeptCase one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var levels = one.Features.Levels.AsSpan();
        for (var i = 0; i < levels.Length; i++)
        {
            if (IsBetter(one, i, levels[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds a case to what it is best for.</summary>
    public void Add(KeptCase one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var levels = one.Features.Levels.AsSpan();
        for (var i = 0; i < levels.Length; i++)
        {
            if (IsBetter(one, i, levels[i]))
            {
                cheapest[Place(i, levels[i])] = one;
            }
        }
    }

    private bool IsBetter(KeptCase one, int feature, byte level) =>
        level > 0 && (cheapest[Place(feature, level)] is not { } best || Rank(one).CompareTo(Rank(best)) < 0);

    private static int Place(int feature, byte level) => (feature * Levels) + level;

    private static (int Cost, long Number) Rank(KeptCase one) => (BitOperations.Log2((ulong)one.Cost), one.Number);
}
