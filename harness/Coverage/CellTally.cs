using System.Numerics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Coverage;

/// <summary>Counts in how many cases each cell was hit.</summary>
public sealed class CellTally
{
    private readonly int[] counts = new int[Cells.Count];
    private readonly CellTrace trace = new();

    /// <summary>Cases whose collections are known.</summary>
    public int Cases { get; private set; }

    /// <summary>In how many cases each cell was hit, by the cell's number.</summary>
    public ReadOnlySpan<int> Counts => counts;

    /// <summary>Counts a case that has run, and tells where it lies on the axes.</summary>
    /// <param name="stressCase">A valid case.</param>
    /// <param name="opsRun">How many of its ops ended; 0 if that, or what was collected when, is not known.</param>
    /// <param name="collected">The ops in which collections took place, ascending.</param>
    internal AxisValues Add(StressCase stressCase, int opsRun, ReadOnlySpan<int> collected)
    {
        trace.Clear();
        var values = Axes.AxesOf(stressCase, trace);
        if (opsRun == 0)
        {
            return values;
        }

        Cases++;
        trace.Settle(values, opsRun, collected);
        var hits = trace.Hits;
        for (var word = 0; word < hits.Length; word++)
        {
            for (var bits = hits[word]; bits != 0; bits &= bits - 1)
            {
                counts[(word * 64) + BitOperations.TrailingZeroCount(bits)]++;
            }
        }

        return values;
    }

    /// <summary>Puts counts back, by the numbers of cells.</summary>
    public void Restore(int cases, IReadOnlyDictionary<int, int> saved)
    {
        Cases = cases;
        foreach (var (cell, count) in saved)
        {
            counts[cell] = count;
        }
    }

    /// <summary>Adds what another tally counted.</summary>
    public void Add(CellTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Cases += other.Cases;
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] += other.counts[i];
        }
    }
}
