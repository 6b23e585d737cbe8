using Vera.GcStress.Programs;

namespace Vera.GcStress.Steering;

/// <summary>How cases fail and what those have in common that fail alike: later rounds draw less of that.</summary>
/// <remarks>
/// A bug that was found once is found; that every other case shows it again hides what else there is. So a kind of
/// failure may have its share of cases. Beyond that, what its cases have and few others do is drawn less, though never
/// left out: another bug may wait behind it. Counts are sums, so it is all one who judged which case. Cases on file
/// count nothing: they say what fails and not how often, and one drawn case in five has all that a case of a handler
/// has.
/// </remarks>
public sealed class FailureTally
{
    /// <summary>Of this many cases one may fail in a way that is known, besides a few.</summary>
    private const int FairOneIn = 32;

    private const int FairLeast = 2;

    /// <summary>Nothing is drawn less often than this, out of a hundred times.</summary>
    private const int PercentLeast = 6;

    /// <summary>A construct is what a kind of failure takes if as many of a hundred of its cases have it ...</summary>
    private const int SharedPercent = 50;

    /// <summary>... and if cases that have it fail so at least as many times as often as cases without.</summary>
    private const int TimesAsOften = 2;

    private const char Of = '\t';

    // Cases by construct, failures by kind, and failures by kind and construct; all cases have the construct "".
    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
    private IReadOnlyList<DrawnLess>? drawnLess;

    /// <summary>All counts, as <see cref="Add(IReadOnlyDictionary{string, long})"/> takes them.</summary>
    public IReadOnlyDictionary<string, long> Counts => counts;

    /// <summary>What is drawn less from now on: one for each kind of failure that had more than its share.</summary>
    public IReadOnlyList<DrawnLess> DrawnLess => drawnLess ??= [.. counts.Keys.Where(IsKind).SelectMany(Less)];

    /// <summary>Counts a case that was judged.</summary>
    /// <param name="stressCase">The case.</param>
    /// <param name="kinds">The ways in which it fails, each once; none: it passes.</param>
    public void Add(StressCase stressCase, IReadOnlyCollection<string> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        foreach (var construct in Constructs.Of(stressCase).Append(""))
        {
            Count(construct, 1);
            foreach (var kind in kinds)
            {
                Count(kind + Of + construct, 1);
            }
        }
    }

    /// <summary>Adds what was counted elsewhere.</summary>
    public void Add(IReadOnlyDictionary<string, long> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        foreach (var (name, count) in others)
        {
            Count(name, count);
        }
    }

    /// <summary>How many of a hundred such cases are to be judged.</summary>
    public int PercentOf(StressCase stressCase)
    {
        if (DrawnLess.Count == 0)
        {
            return 100;
        }

        var has = Constructs.Of(stressCase);
        return DrawnLess.Where(less => has.Contains(less.Construct)).Select(less => less.Percent)
            .DefaultIfEmpty(100).Min();
    }

    private void Count(string name, long count)
    {
        counts[name] = counts.GetValueOrDefault(name) + count;
        drawnLess = null;
    }

    private static bool IsKind(string name) => name.EndsWith(Of);

    /// <summary>What a kind takes that has failed too often: of what its cases share, what fails most often.</summary>
    private IEnumerable<DrawnLess> Less(string kind)
    {
        var (cases, failed) = (counts[""], counts[kind]);
        var fair = FairLeast + (cases / FairOneIn);
        if (failed <= fair)
        {
            return [];
        }

        var percent = (int)Math.Max(PercentLeast, 100 * fair * fair / (failed * failed));
        return counts.Where(at => at.Key.Length > kind.Length && at.Key.StartsWith(kind, StringComparison.Ordinal))
            .Select(at => (Construct: at.Key[kind.Length..], Failed: at.Value))
            .Select(at => (at.Construct, at.Failed, Cases: counts[at.Construct]))
            .Where(at => at.Failed * 100 >= failed * SharedPercent
                && at.Failed * (cases - at.Cases) > TimesAsOften * (failed - at.Failed) * at.Cases)
            .OrderByDescending(at => (double)at.Failed / at.Cases)
            .Take(1)
            .Select(at => new DrawnLess(at.Construct, kind.TrimEnd(Of), at.Failed, at.Cases, percent));
    }
}

/// <summary>Something that cases are made of, drawn less since too many with it fail alike.</summary>
/// <param name="Construct">Its name.</param>
/// <param name="Kind">How they fail.</param>
/// <param name="Failed">How many did.</param>
/// <param name="Cases">How many had it.</param>
/// <param name="Percent">How many of a hundred that have it are judged from now on.</param>
public sealed record DrawnLess(string Construct, string Kind, long Failed, long Cases, int Percent);
