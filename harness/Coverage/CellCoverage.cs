using System.Collections.Immutable;

namespace Vera.GcStress.Coverage;

/// <summary>How often the cells within reach were hit.</summary>
public sealed class CellCoverage(CellTally tally, CellScope scope)
{
    private const int RarestMin = 8;

    /// <summary>Whether the target lets us see when it collects; else there is nothing to say.</summary>
    public bool IsKnown => tally.Cases > 0;

    /// <summary>Cells that the campaign's options allow.</summary>
    public int Reachable => scope.Reachable.Count;

    /// <summary>Those that one case at least has hit.</summary>
    public int Hit => scope.Reachable.Count(number => tally.Counts[number] > 0);

    /// <summary>The cell that the fewest cases hit, the first of equals; null if none is within reach.</summary>
    public (Cell Cell, int Cases)? Least => LeastFirst().Select(row => ((Cell, int)?)row).FirstOrDefault();

    /// <summary>The reachable cells that fewer cases hit than asked for, the rarest first.</summary>
    public IReadOnlyList<(Cell Cell, int Cases)> Below(long cases) =>
        [.. LeastFirst().TakeWhile(row => row.Cases < cases)];

    /// <summary>
    /// The numbers of the rarest cells, about a twentieth of all; more where more are equally rare.
    /// </summary>
    public ImmutableArray<int> Rarest()
    {
        if (!IsKnown || Reachable == 0)
        {
            return [];
        }

        var counts = scope.Reachable.Select(number => tally.Counts[number]).Order().ToArray();
        var limit = counts[Math.Min(counts.Length - 1, Math.Max(RarestMin, counts.Length / 20))];
        return [.. scope.Reachable.Where(number => tally.Counts[number] <= limit)];
    }

    /// <summary>All reachable cells, the rarest first.</summary>
    public IEnumerable<(Cell Cell, int Cases)> LeastFirst() => scope.Reachable
        .OrderBy(number => tally.Counts[number])
        .Select(number => (Cells.At(number), tally.Counts[number]));
}
