using System.Globalization;
using Vera.GcStress.Benchmarks;

namespace Vera.GcStress.Reporting.Benchmarks;

/// <summary>What was measured, as tables: ratios first, then the figures of this machine.</summary>
internal static class BenchTable
{
    /// <summary>Writes all of it.</summary>
    public static void Print(Screen screen, BenchScore score)
    {
        Verdict(screen, [.. BenchRatio.All(score).Where(ratio => ratio.Holds is not null)]);
        Ratios(screen, score);
        Lanes(screen, score.Lanes);
        Containers(screen, score.Containers);
        Heaps(screen, score.Containers);
        Rivals(screen, score.Rivals);
        Collections(screen, score.Collections);
        Vera(screen, score.Vera);
        screen.Out.WriteLine();
        screen.Out.WriteLine($"Measured in {Numbers.Duration(score.Elapsed)} on {score.Machine}");
        screen.Out.WriteLine(BenchNames.HowMeasured);
    }

    private static void Verdict(Screen screen, BenchRatio[] budgets)
    {
        var missed = budgets.Where(ratio => ratio.Holds == false).ToArray();
        if (budgets.Length > 0)
        {
            screen.Say(
                missed.Length == 0
                    ? $"{Numbers.Of(budgets.Length, "budget")}: all kept"
                    : $"{missed.Length} of {Numbers.Of(budgets.Length, "budget")} missed: " +
                        string.Join("; ", missed.Select(ratio => ratio.What)),
                missed.Length == 0 ? Tone.Good : Tone.Bad);
        }
    }

    private static Tone ToneOf(BenchRatio ratio) => ratio.Holds switch
    {
        true => Tone.Good,
        false => Tone.Bad,
        null => Tone.Plain,
    };

    private static void Ratios(Screen screen, BenchScore score)
    {
        var rows = BenchRatio.All(score)
            .Select(r => (Entry[])[r.What, new(BenchNames.Times(r.Value), ToneOf(r)), r.Budget]);
        Print(screen, "ratios", ["what", "measured", "budget"], rows);
    }

    private static void Lanes(Screen screen, LaneScore? lanes)
    {
        if (lanes is null || lanes.Rows.IsEmpty)
        {
            return;
        }

        string[] parts = [.. lanes.Rows[0].Parts.Select(p => p.Name)];
        Print(
            screen,
            "cases, and the parts of the time for one",
            ["lane", "judged/s", "spread", "alone/s", "kept", .. parts],
            lanes.Rows.Select(row => (Entry[])
            [
                BenchNames.Of(row),
                BenchNames.Rate(row.On.Median),
                BenchNames.Spread(row.On),
                BenchNames.Rate(row.Off.Median),
                BenchNames.Number(row.SpeedKept),
                .. row.Parts.Select(p => Share(p, row)),
            ]));
        var instances = BenchNames.Duration(lanes.Instantiate.Median);
        screen.Out.WriteLine($"Shares are of the time to judge a case; drawing comes on top.");
        screen.Out.WriteLine($"An instance: {instances}.");
    }

    private static string Share(LanePart part, LaneRow row) => (part.Name == LanePart.Draw ? "+" : "") +
        row.ShareOf(part).ToString("P0", CultureInfo.InvariantCulture);

    private static void Containers(Screen screen, ContainerScore? containers)
    {
        if (containers is null)
        {
            return;
        }

        Print(
            screen,
            "operations a second, by elements (bytes allocated for each); '-' would take too long",
            ["runtime", "operation", .. containers.Sizes.Select(Size), "growth of all"],
            containers.Rows.Select(row => (Entry[])
            [
                BenchNames.Subject(row.Runtime, row.Element),
                BenchNames.Of(row.Operation),
                .. containers.Sizes.Select((_, place) => place < row.Points.Length ? Shown(row.Points[place]) : "-"),
                Growth(row.Exponent),
            ]));
    }

    private static string Shown(ContainerPoint point) => BenchNames.Short(1 / point.Seconds.Median) +
        (point.BytesAllocated > 0 ? $" ({BenchNames.Short(point.BytesAllocated)})" : "");

    private static string Growth(double? exponent) => exponent is null ? "" : $"n^{BenchNames.Exponent(exponent)}";

    private static string Size(int size) => size.ToString("N0", CultureInfo.InvariantCulture);

    private static void Heaps(Screen screen, ContainerScore? containers)
    {
        if (containers is null)
        {
            return;
        }

        Print(
            screen,
            "peak heap of an insertion chain in bytes an element (over what lives in the end)",
            ["runtime", "element", .. containers.Sizes.Select(Size), "growth of peak"],
            containers.Heaps.Select(row => (Entry[])
            [
                BenchNames.Of(row.Runtime),
                $"{row.Element}",
                .. containers.Sizes.Select((_, place) => place < row.Points.Length ? Shown(row.Points[place]) : "-"),
                Growth(row.Exponent),
            ]));
    }

    private static string Shown(HeapPoint point) =>
        $"{BenchNames.Number((double)point.PeakBytes / point.Size)} " +
        $"({BenchNames.Times((double)point.PeakBytes / point.LiveBytes)})";

    private static void Rivals(Screen screen, RivalScore? rivals)
    {
        if (rivals is null)
        {
            return;
        }

        Print(
            screen,
            "one insertion within a guest and into .NET's immutable containers; the chain's bytes an entry, and growth",
            ["container", "entries", "chain", "fold", ".NET", "builder", "live", "peak", "chains", "folds"],
            rivals.Points.Select(point => (Entry[])
            [
                BenchNames.Of(point),
                Size(point.Size),
                .. new[] { point.Chain, point.Fold, point.Immutable, point.Builder }
                    .Select(way => (Entry)BenchNames.Duration(way.Median)),
                BenchNames.Number(point.LiveBytes),
                BenchNames.Number(point.PeakBytes),
                Growth(rivals.Exponent(point.Element, point.IsMap, one => one.Chain)),
                Growth(rivals.Exponent(point.Element, point.IsMap, one => one.Fold)),
            ]));
    }

    private static void Collections(Screen screen, CollectionScore? collections)
    {
        if (collections is null)
        {
            return;
        }

        Print(
            screen,
            "pause of one full collection, by live bytes",
            ["collector", "pauses", "growth"],
            collections.Rows.Select(row => (Entry[])
            [
                BenchNames.Of(row),
                string.Join(", ", row.Points.Select(
                    p => $"{BenchNames.Megabytes(p.LiveBytes)}: {BenchNames.Duration(p.Seconds.Median)}")),
                Growth(row.Exponent),
            ]));
    }

    private static void Vera(Screen screen, VeraChainScore? vera)
    {
        if (vera is null)
        {
            return;
        }

        var points = vera.Largest is { } largest ? vera.Points.Add(largest) : vera.Points;
        Print(
            screen,
            BenchNames.Grown($"insertions into Set<Int>, and on Vera {vera.Version}", vera.Exponent),
            ["elements", "Vera", "container", "ratio"],
            points.Select(p => (Entry[])
            [
                Size(p.Size) + (p == vera.Largest ? ", expected" : ""),
                BenchNames.Duration(p.VeraSeconds),
                BenchNames.Duration(p.OurSeconds),
                BenchNames.Times(p.Ratio),
            ]));
    }

    private static void Print(Screen screen, string title, string[] columns, IEnumerable<Entry[]> rows)
    {
        screen.Out.WriteLine();
        screen.Out.WriteLine($"{char.ToUpperInvariant(title[0])}{title[1..]}");
        Column[] all = [Column.Words(columns[0]), .. columns.Skip(1).Select(name => new Column(name))];
        new TextTable(all, [.. rows]).Print(screen);
    }
}
