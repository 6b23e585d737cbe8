using System.Globalization;
using Spectre.Console;
using Vera.GcStress.Benchmarks;

namespace Vera.GcStress.Reporting.Benchmarks;

/// <summary>What was measured, as tables: ratios first, then the figures of this machine.</summary>
internal static class BenchTable
{
    private const int Width = 160;

    public static void Print(Screen screen, BenchScore score)
    {
        var console = screen.Tables(Width);
        Ratios(console, score);
        Lanes(console, score.Lanes);
        Containers(console, score.Containers);
        Heaps(console, score.Containers);
        Collections(console, score.Collections);
        Vera(console, score.Vera);
        screen.Out.WriteLine($"Measured in {Numbers.Duration(score.Elapsed)} on {score.Machine}");
        screen.Out.WriteLine(BenchNames.HowMeasured);
    }

    private static void Ratios(IAnsiConsole console, BenchScore score)
    {
        var rows = BenchRatio.All(score).Select(r => new[] { r.What, BenchNames.Times(r.Value), r.Budget });
        Print(console, "ratios", ["what", "measured", "budget"], rows);
    }

    private static void Lanes(IAnsiConsole console, LaneScore? lanes)
    {
        if (lanes is null || lanes.Rows.IsEmpty)
        {
            return;
        }

        string[] parts = [.. lanes.Rows[0].Parts.Select(p => p.Name)];
        Print(
            console,
            "cases, and the parts of the time for one",
            ["lane", "judged/s", "spread", "alone/s", "kept", .. parts],
            lanes.Rows.Select(row => (string[])
            [
                BenchNames.Of(row),
                BenchNames.Rate(row.On.Median),
                BenchNames.Spread(row.On),
                BenchNames.Rate(row.Off.Median),
                BenchNames.Number(row.SpeedKept),
                .. row.Parts.Select(p => Share(p, row)),
            ]));
        var instances = BenchNames.Duration(lanes.Instantiate.Median);
        console.WriteLine($"Shares are of the time to judge a case; drawing comes on top. An instance: {instances}.");
    }

    private static string Share(LanePart part, LaneRow row) =>
        (part.Seconds.Median / row.On.Median).ToString("P0", CultureInfo.InvariantCulture);

    private static void Containers(IAnsiConsole console, ContainerScore? containers)
    {
        if (containers is null)
        {
            return;
        }

        Print(
            console,
            "operations a second, by elements (bytes allocated for each); '-' would take too long",
            ["runtime", "operation", .. containers.Sizes.Select(Size), "growth of all"],
            containers.Rows.Select(row => (string[])
            [
                BenchNames.Subject(row.Runtime, row.Element),
                BenchNames.Of(row.Operation),
                .. containers.Sizes.Select((_, place) => place < row.Points.Length ? Cell(row.Points[place]) : "-"),
                $"n^{BenchNames.Exponent(row.Exponent)}",
            ]));
    }

    private static string Cell(ContainerPoint point) => BenchNames.Short(1 / point.Seconds.Median) +
        (point.BytesAllocated > 0 ? $" ({BenchNames.Short(point.BytesAllocated)})" : "");

    private static string Size(int size) => size.ToString("N0", CultureInfo.InvariantCulture);

    private static void Heaps(IAnsiConsole console, ContainerScore? containers)
    {
        if (containers is null)
        {
            return;
        }

        Print(
            console,
            "peak heap of an insertion chain in bytes an element (over what lives in the end)",
            ["runtime", "element", .. containers.Sizes.Select(Size), "growth of peak"],
            containers.Heaps.Select(row => (string[])
            [
                BenchNames.Of(row.Runtime),
                $"{row.Element}",
                .. containers.Sizes.Select((_, place) => place < row.Points.Length ? Cell(row.Points[place]) : "-"),
                $"n^{BenchNames.Exponent(row.Exponent)}",
            ]));
    }

    private static string Cell(HeapPoint point) =>
        $"{BenchNames.Number((double)point.PeakBytes / point.Size)} " +
        $"({BenchNames.Times((double)point.PeakBytes / point.LiveBytes)})";

    private static void Collections(IAnsiConsole console, CollectionScore? collections)
    {
        if (collections is null)
        {
            return;
        }

        Print(
            console,
            "pause of one full collection, by live bytes",
            ["collector", "pauses", "growth"],
            collections.Rows.Select(row => (string[])
            [
                BenchNames.Of(row),
                string.Join(", ", row.Points.Select(
                    p => $"{BenchNames.Megabytes(p.LiveBytes)}: {BenchNames.Duration(p.Seconds.Median)}")),
                $"n^{BenchNames.Exponent(row.Exponent)}",
            ]));
    }

    private static void Vera(IAnsiConsole console, VeraChainScore? vera)
    {
        if (vera is null)
        {
            return;
        }

        var points = vera.Largest is { } largest ? vera.Points.Add(largest) : vera.Points;
        Print(
            console,
            BenchNames.Grown($"insertions into Set<Int>, and on Vera {vera.Version}", vera.Exponent),
            ["elements", "Vera", "container", "ratio"],
            points.Select(p => (string[])
            [
                Size(p.Size) + (p == vera.Largest ? ", expected" : ""),
                BenchNames.Duration(p.VeraSeconds),
                BenchNames.Duration(p.OurSeconds),
                BenchNames.Times(p.Ratio),
            ]));
    }

    private static void Print(IAnsiConsole console, string title, string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        for (var i = 0; i < columns.Length; i++)
        {
            var column = new TableColumn(Markup.Escape(columns[i]));
            table.AddColumn(i == 0 ? column : column.RightAligned());
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        console.WriteLine();
        console.WriteLine($"{char.ToUpperInvariant(title[0])}{title[1..]}");
        console.Write(table);
    }
}
