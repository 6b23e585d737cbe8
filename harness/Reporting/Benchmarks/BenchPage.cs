using System.Globalization;
using System.Xml.Linq;
using Vera.GcStress.Benchmarks;
using Vera.GcStress.Programs;
using static Vera.GcStress.Reporting.PageText;

namespace Vera.GcStress.Reporting.Benchmarks;

/// <summary>What was measured, as one page that needs nothing else: ratios as tiles, growth as charts.</summary>
internal static class BenchPage
{
    private const int Colors = 9;

    private const string Style = """
        :root { --c0: #0b6e99; --c1: #c2620a; --c2: #6940a5; --c3: #ad1a72; --c4: #3b7a5a; --c5: #8f5f4a; --c6: #6b6a67;
          --c7: #957600; --c8: #d63a3a; }
        @media (prefers-color-scheme: dark) { :root { --c0: #4fb3dd; --c1: #ffa344; --c2: #b39be6; --c3: #f06bb5;
          --c4: #7cc49b; --c5: #c99a83; --c6: #a9a9a7; --c7: #e6cc4d; --c8: #ff7b72; } }
        .tiles { grid-template-columns: repeat(auto-fill, minmax(min(230px, 100%), 1fr)); margin: 0; }
        figure { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px;
          margin: 0; min-width: 0; }
        .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(440px, 100%), 1fr)); gap: 12px; }
        figcaption { font-weight: 600; margin-bottom: 4px; }
        .grid { stroke: var(--line); fill: none; } svg text { font-size: 11px; }
        .line { fill: none; stroke: currentColor; stroke-width: 2; } circle { fill: currentColor; }
        .legend { margin: 4px 0 0; font-size: 13px; }
        .legend span { margin-right: 14px; white-space: nowrap; display: inline-block; }
        .legend i { display: inline-block; width: 12px; height: 3px; margin-right: 5px; vertical-align: middle;
          background: currentColor; }
        .bar { display: flex; height: 22px; border-radius: 4px; overflow: hidden; margin: 2px 0 12px; }
        .bar div { height: 100%; background: currentColor; }
        @media (max-width: 480px) { svg text { font-size: 14px; } }
        """;

    /// <summary>The page.</summary>
    public static string Of(BenchScore score)
    {
        var palette = Enumerable.Range(0, Colors).Select(i => $".c{i} {{ color: var(--c{i}); }}");
        return Page(
            "vera-gcstress bench",
            $"{Style}\n{string.Join('\n', palette)}",
            Tag("h1", "vera-gcstress bench"),
            Tag("p", Class("soft"), Clean($"{score.Machine}. {BenchNames.HowMeasured}")),
            Section("Ratios", "tiles", BenchRatio.All(score).Select(Tile)),
            Lanes(score.Lanes),
            Containers(score.Containers),
            Collections(score.Collections),
            Vera(score.Vera));
    }

    private static XElement[] Section(string title, string kind, params object?[] content) =>
        [Tag("h2", Clean(title)), Tag("div", Class(kind), content)];

    private static XElement Tile(BenchRatio ratio) => PageText.Tile(
        BenchNames.Times(ratio.Value),
        ratio.What + (ratio.Budget.Length > 0 ? $"; {ratio.Budget}" : ""),
        ratio.Holds switch { true => "good", false => "bad", null => "" });

    /// <summary>One bar a lane; drawing, which judging does not include, is part of it.</summary>
    private static XElement[] Lanes(LaneScore? lanes) => lanes is null || lanes.Rows.IsEmpty ? [] :
    [
        Tag("h2", "Where the time for a case goes"),
        BenchChart.Legend(lanes.Rows[0].Parts.Select(part => part.Name)),
        .. lanes.Rows.SelectMany(Lane),
    ];

    private static XElement[] Lane(LaneRow row)
    {
        var whole = Math.Max(row.Parts.Sum(part => part.Seconds.Median), double.Epsilon);
        var text = $" judged, {BenchNames.Rate(row.Off.Median)} run alone";
        return
        [
            Tag("div", $"{BenchNames.Of(row)}: ", Tag("b", $"{BenchNames.Rate(row.On.Median)} cases/s"), text),
            Tag(
                "div",
                Class("bar"),
                row.Parts.Select((part, number) => Share(part.Name, number, part.Seconds.Median / whole))),
        ];
    }

    private static XElement Share(string name, int number, double share) => Tag(
        "div",
        Class($"c{number}"),
        new XAttribute("style", $"width: {Number(100 * share)}%"),
        new XAttribute("title", string.Create(CultureInfo.InvariantCulture, $"{name}: {share:P0}")),
        "");

    private static XElement[] Containers(ContainerScore? containers) => containers is null ? [] : Section(
        "Runtimes: time for one element, by elements",
        "charts",
        Enum.GetValues<ContainerOperation>().Select(operation => Chart(containers, operation)),
        new BenchChart("peak heap of an insertion chain", Count, Bytes).Draw(
            from row in containers.Heaps
            where row.Exponent > 0.1 // Those that keep contents on the host's side have next to no heap.
            select new ChartLine(
                BenchNames.Grown(BenchNames.Subject(row.Runtime, row.Element), row.Exponent),
                [.. row.Points.Select(p => ((double)p.Size, (double)p.PeakBytes))])));

    private static XElement? Chart(ContainerScore containers, ContainerOperation operation) =>
        new BenchChart(BenchNames.Of(operation), Count, BenchNames.Duration).Draw(
            from row in containers.Rows
            where row.Operation == operation
            select new ChartLine(
                BenchNames.Grown(BenchNames.Subject(row.Runtime, row.Element), row.Exponent),
                [.. row.Points.Select(p => ((double)p.Size, p.Seconds.Median))]));

    private static XElement[] Collections(CollectionScore? collections) => collections is null ? [] : Section(
        "Collectors: pause of a full collection, by live bytes",
        "charts",
        new BenchChart("pause", Bytes, BenchNames.Duration).Draw(
            from row in collections.Rows
            select new ChartLine(
                BenchNames.Grown(BenchNames.Of(row), row.Exponent),
                [.. row.Points.Select(p => ((double)p.LiveBytes, p.Seconds.Median))])));

    private static XElement[] Vera(VeraChainScore? vera) => vera is null || vera.Points.IsEmpty ? [] : Section(
        "A chain of insertions into Set<Int>",
        "charts",
        new BenchChart("time for all elements", Count, BenchNames.Duration).Draw(
        [
            new(
                BenchNames.Grown($"Vera {vera.Version}", vera.Exponent),
                [.. vera.Points.Select(p => ((double)p.Size, p.VeraSeconds))]),
            new("container", [.. vera.Points.Select(p => ((double)p.Size, p.OurSeconds))]),
        ]));

    private static string Count(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(double bytes) => bytes switch
    {
        < 1e3 => $"{Count(bytes)} B",
        < 1e6 => $"{BenchNames.Number(bytes / 1e3)} kB",
        _ => $"{BenchNames.Number(bytes / 1e6)} MB",
    };
}
