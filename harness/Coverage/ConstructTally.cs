using Vera.GcStress.Programs;

namespace Vera.GcStress.Coverage;

/// <summary>What became of the cases that have a construct, a value of an axis: of each.</summary>
public sealed class ConstructTally
{
    // Judged, failed, unsupported; what is neither judged nor unsupported hit a limit.
    private readonly AxisTally[] tallies = [new(), new(), new()];

    /// <summary>All counts, as <see cref="Restore"/> takes them.</summary>
    public IReadOnlyList<int> Counts => [.. tallies.SelectMany(tally => tally.Counts)];

    /// <summary>Each construct as <c>axis: value</c>, in the order of the design.</summary>
    public IEnumerable<ConstructCount> Rows() =>
        tallies[0].Rows().Zip(tallies[1].Rows(), tallies[2].Rows()).Select(
            row => new ConstructCount(row.First.Name, row.First.Count, row.Second.Count, row.Third.Count));

    /// <summary>Of counts that were taken from another one; of none, an empty tally.</summary>
    public static ConstructTally Of(IReadOnlyList<int> saved)
    {
        var tally = new ConstructTally();
        if (saved is { Count: > 0 })
        {
            tally.Restore(saved);
        }

        return tally;
    }

    /// <summary>Puts counts back that were taken from an empty tally's successor.</summary>
    public void Restore(IReadOnlyList<int> saved)
    {
        var each = saved.Count / tallies.Length;
        for (var i = 0; i < tallies.Length; i++)
        {
            tallies[i].Restore(0, [.. saved.Skip(i * each).Take(each)]);
        }
    }

    /// <summary>Adds what another tally counted.</summary>
    public void Add(ConstructTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < tallies.Length; i++)
        {
            tallies[i].Add(other.tallies[i]);
        }
    }

    internal void Judged(in AxisValues has) => tallies[0].Add(has);

    /// <summary>Of a case that is counted as judged too.</summary>
    internal void Failed(in AxisValues has) => tallies[1].Add(has);

    internal void Failed(StressCase stressCase) => Failed(Axes.AxesOf(stressCase));

    internal void Unsupported(in AxisValues has) => tallies[2].Add(has);
}

/// <summary>What became of the cases that have a construct.</summary>
/// <param name="Name">The construct.</param>
/// <param name="Judged">Cases that passed or failed.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="Unsupported">Cases that the target cannot express.</param>
public sealed record ConstructCount(string Name, int Judged, int Failed, int Unsupported)
{
    /// <summary>How many of a hundred cases the target cannot express.</summary>
    public double UnsupportedPercent => Unsupported == 0 ? 0 : 100.0 * Unsupported / (Judged + Unsupported);
}
