namespace Vera.GcStress.Features;

/// <summary>In how many cases each feature was seen, and how often at most in one.</summary>
public sealed class FeatureTally
{
    private readonly long[] cases = new long[FeatureTable.All.Length];
    private readonly byte[] best = new byte[FeatureTable.All.Length];

    /// <summary>Counts one run.</summary>
    /// <returns>Whether it showed a feature for the first time, or in a new power of two.</returns>
    public bool Add(FeatureProfile seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var isNew = false;
        var levels = seen.Levels.AsSpan();
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] > 0)
            {
                cases[i]++;
                isNew |= levels[i] > best[i];
                best[i] = Math.Max(best[i], levels[i]);
            }
        }

        return isNew;
    }

    /// <summary>Whether a run shows what none that was counted did.</summary>
    public bool IsNews(FeatureProfile seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var levels = seen.Levels.AsSpan();
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] > best[i])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds what another tally counted.</summary>
    public void Add(FeatureTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < cases.Length; i++)
        {
            cases[i] += other.cases[i];
            best[i] = Math.Max(best[i], other.best[i]);
        }
    }

    /// <summary>The features that were seen, and in how many cases.</summary>
    public SortedDictionary<string, long> Seen => new(
        FeatureTable.All.Where(feature => cases[feature.Number] > 0)
            .ToDictionary(feature => feature.Name, feature => cases[feature.Number]),
        StringComparer.Ordinal);

    /// <summary>Puts back the cases that an earlier run had counted.</summary>
    public void Restore(IReadOnlyDictionary<string, long> seen)
    {
        foreach (var feature in FeatureTable.All)
        {
            cases[feature.Number] = seen.GetValueOrDefault(feature.Name);
        }
    }

    /// <summary>In how many cases a feature was seen.</summary>
    public long CasesOf(Feature feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return cases[feature.Number];
    }
}
