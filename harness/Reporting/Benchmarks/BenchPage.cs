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
        :root { color-scheme: light dark; --ink: #1d2430; --soft: #667085; --line: #e3e7ee; --card: #fff;
          --page: #f6f7f9; --good: #067647; --bad: #b42318; --c0: #0b6e99; --c1: #d9730d; --c2: #6940a5; --c3: #ad1a72;
          --c4: #448361; --c5: #9f6b53; --c6: #787774; --c7: #b58f00; --c8: #e03e3e; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #98a2b3; --line: #333b49;
          --card: #1a202b; --page: #11151c; --good: #47cd89; --bad: #f97066; --c0: #4fb3dd; --c1: #ffa344;
          --c2: #a98be0; --c3: #f06bb5; --c4: #7cc49b; --c5: #c99a83; --c6: #a9a9a7; --c7: #e6cc4d; --c8: #ff7b72; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); margin: 0 auto;
          max-width: 1040px; padding: 24px 20px 60px; }
        h1 { font-size: 24px; margin: 0; } h2 { font-size: 18px; margin: 36px 0 12px; }
        .soft { color: var(--soft); }
        .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 10px; }
        .tile, figure { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
          padding: 12px 14px; margin: 0; }
        .tile b { display: block; font-size: 22px; } .tile span { font-size: 13px; color: var(--soft); }
        .tile b.good { color: var(--good); } .tile b.bad { color: var(--bad); }
        .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(440px, 1fr)); gap: 12px; }
        figcaption { font-weight: 600; margin-bottom: 4px; } svg { width: 100%; height: auto; display: block; }
        .grid { stroke: var(--line); fill: none; } svg text { font-size: 11px; fill: var(--soft); }
        .line { fill: none; stroke: currentColor; stroke-width: 2; } circle { fill: currentColor; }
        .legend { margin: 4px 0 0; font-size: 13px; }
        .legend span { margin-right: 14px; white-space: nowrap; display: inline-block; }
        .legend i { display: inline-block; width: 12px; height: 3px; margin-right: 5px; vertical-align: middle;
          background: currentColor; }
        .bar { display: flex; height: 22px; border-radius: 4px; overflow: hidden; margin: 2px 0 12px; }
        .bar div { height: 100%; background: currentColor; }
        """;

    public static string Of(BenchScore score)
    {
        var palette = Enumerable.Range(0, Colors).Select(i => $".c{i} {{ color: var(--c{i}); }}");
        var page = Tag(
            "html",
            new XAttribute("lang", "en"),
            Tag(
                "head",
                Tag("meta", new XAttribute("charset", "utf-8")),
                Tag("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width")),
                Tag("title", "vera-gcstress bench"),
                Tag("style", $"{Style}\n{string.Join('\n', palette)}\n")),
            Tag(
                "body",
                Tag("h1", "vera-gcstress bench"),
                Tag("p", Class("soft"), Clean($"{score.Machine}. {BenchNames.HowMeasured}")),
                Section("Ratios", "tiles", BenchRatio.All(score).Select(Tile)),
                Lanes(score.Lanes),
                Containers(score.Containers),
                Collections(score.Collections),
                Vera(score.Vera)));
        return $"<!DOCTYPE html>\n{page.ToString(SaveOptions.DisableFormatting)}\n";
    }

    private static XElement[] Section(string title, string kind, params object?[] content) =>
        [Tag("h2", Clean(title)), Tag("div", Class(kind), content)];

    private static XElement Tile(BenchRatio ratio)
    {
        var mark = ratio.Holds switch { true => "good", false => "bad", null => "" };
        var what = ratio.What + (ratio.Budget.Length > 0 ? $"; {ratio.Budget}" : "");
        return Tag(
            "div", Class("tile"), Tag("b", Class(mark), BenchNames.Times(ratio.Value)), Tag("span", Clean(what)));
    }

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
