using System.Globalization;
using System.Text;
using Vera.GcStress.Benchmarks;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Reporting;

/// <summary>What was measured, as one page that needs nothing else: ratios as tiles, growth as charts.</summary>
public static class BenchPage
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1d2430; --soft: #667085; --line: #e3e7ee; --card: #fff; --page: #f6f7f9;
          --good: #067647; --bad: #b42318; --c0: #0b6e99; --c1: #d9730d; --c2: #6940a5; --c3: #ad1a72; --c4: #448361;
          --c5: #9f6b53; --c6: #787774; --c7: #c9a400; --c8: #e03e3e; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #98a2b3; --line: #333b49; --card: #1a202b;
          --page: #11151c; --good: #47cd89; --bad: #f97066; --c0: #4fb3dd; --c1: #ffa344; --c2: #a98be0; --c3: #f06bb5;
          --c4: #7cc49b; --c5: #c99a83; --c6: #a9a9a7; --c7: #e6cc4d; --c8: #ff7b72; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); margin: 0 auto;
          max-width: 1040px; padding: 24px 20px 60px; }
        h1 { font-size: 24px; margin: 0; } h2 { font-size: 18px; margin: 36px 0 12px; } .soft { color: var(--soft); }
        .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 10px; }
        .tile, figure { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px;
          margin: 0; } .tile b { display: block; font-size: 22px; } .tile span { font-size: 13px; color: var(--soft); }
        .good { color: var(--good); } .bad { color: var(--bad); }
        .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(440px, 1fr)); gap: 12px; }
        figcaption { font-weight: 600; margin-bottom: 4px; } svg { width: 100%; height: auto; display: block; }
        .grid { stroke: var(--line); fill: none; } svg text { font-size: 11px; fill: var(--soft); }
        .x { text-anchor: middle; } .y { text-anchor: end; } .line { fill: none; stroke: currentColor; stroke-width: 2; }
        circle { fill: currentColor; } .legend { margin: 4px 0 0; font-size: 13px; }
        .legend span { color: var(--ink); margin-right: 12px; white-space: nowrap; display: inline-block; }
        .legend i { display: inline-block; width: 12px; height: 3px; margin-right: 5px; vertical-align: middle; }
        .bar { display: flex; height: 22px; border-radius: 4px; overflow: hidden; margin: 2px 0 12px; }
        .bar div { height: 100%; }
        """;

    public static string Of(BenchScore score)
    {
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>vera-gcstress bench</title>\n");
        page.Append(CultureInfo.InvariantCulture, $"<style>\n{Style}\n");
        for (var color = 0; color <= 8; color++)
        {
            page.Append(CultureInfo.InvariantCulture, $".c{color} {{ color: var(--c{color}); }} ");
            page.Append(CultureInfo.InvariantCulture, $".c{color} i, .bar .c{color} {{ background: var(--c{color}); }}\n");
        }

        page.Append("</style>\n</head>\n<body>\n<h1>vera-gcstress bench</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">{BenchChart.Text($"{score.Machine}")}. ");
        page.Append("Medians of several rounds, in processor time; two workers and Vera by the clock.</p>\n");
        Tiles(page, score);
        Lanes(page, score.Lanes);
        Containers(page, score.Containers);
        Collections(page, score.Collections);
        Vera(page, score.Vera);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Tiles(StringBuilder page, BenchScore score)
    {
        page.Append("<h2>Ratios</h2>\n<div class=\"tiles\">\n");
        foreach (var ratio in BenchRatio.All(score))
        {
            var mark = ratio.Holds switch { true => "good", false => "bad", null => "" };
            var budget = ratio.Budget.Length > 0 ? $", {ratio.Budget}" : "";
            page.Append(CultureInfo.InvariantCulture, $"<div class=\"tile\"><b class=\"{mark}\">");
            page.Append(CultureInfo.InvariantCulture, $"{BenchNames.Times(ratio.Value)}</b>");
            page.Append(CultureInfo.InvariantCulture, $"<span>{BenchChart.Text(ratio.What + budget)}</span></div>\n");
        }

        page.Append("</div>\n");
    }

    /// <summary>One bar a lane; drawing, which judging does not include, is part of it.</summary>
    private static void Lanes(StringBuilder page, LaneScore? lanes)
    {
        if (lanes is null || lanes.Rows.IsEmpty)
        {
            return;
        }

        page.Append("<h2>Where the time for a case goes</h2>\n<p class=\"legend\">");
        foreach (var (part, number) in lanes.Rows[0].Parts.Select((part, number) => (part, number)))
        {
            page.Append(CultureInfo.InvariantCulture, $"<span class=\"c{number}\"><i></i>{part.Name}</span> ");
        }

        page.Append("</p>\n");
        foreach (var row in lanes.Rows)
        {
            var whole = Math.Max(row.Parts.Sum(part => part.Seconds.Median), double.Epsilon);
            page.Append(CultureInfo.InvariantCulture, $"<div>{BenchNames.Of(row)}: <b>");
            page.Append(CultureInfo.InvariantCulture, $"{BenchNames.Rate(row.On.Median)} cases/s</b> judged, ");
            page.Append(CultureInfo.InvariantCulture, $"{BenchNames.Rate(row.Off.Median)} run alone</div>");
            page.Append("<div class=\"bar\">");
            foreach (var (part, number) in row.Parts.Select((part, number) => (part, number)))
            {
                var share = part.Seconds.Median / whole;
                page.Append(CultureInfo.InvariantCulture, $"<div class=\"c{number}\" style=\"width:{share:P2}\" ");
                page.Append(CultureInfo.InvariantCulture, $"title=\"{part.Name}: {share:P0}\"></div>");
            }

            page.Append("</div>\n");
        }
    }

    private static void Containers(StringBuilder page, ContainerScore? containers)
    {
        if (containers is null)
        {
            return;
        }

        page.Append("<h2>Runtimes: time for one element, by elements</h2>\n<div class=\"charts\">\n");
        foreach (var operation in Enum.GetValues<ContainerOperation>())
        {
            var lines = containers.Rows.Where(row => row.Operation == operation).Select(row => new ChartLine(
                $"{BenchNames.Subject(row)} (all: n^{BenchNames.Exponent(row.Exponent)})",
                [.. row.Points.Select(p => ((double)p.Size, p.Seconds.Median))]));
            page.Append(new BenchChart(BenchNames.Of(operation), Count, BenchNames.Duration).Draw([.. lines]));
        }

        var heaps = containers.Heaps.Where(row => BenchNames.Of(row.Runtime) is "container" or "bucket" or "mirror");
        page.Append(new BenchChart("peak heap of an insertion chain", Count, Bytes).Draw(
        [
            .. heaps.Select(row => new ChartLine(
                BenchNames.Of(row.Runtime) + (row.Element == TypeKind.Int ? "" : $", {row.Element}") +
                $" (n^{BenchNames.Exponent(row.Exponent)})",
                [.. row.Points.Select(p => ((double)p.Size, (double)p.PeakBytes))])),
        ]));
        page.Append("</div>\n");
    }

    private static void Collections(StringBuilder page, CollectionScore? collections)
    {
        if (collections is null)
        {
            return;
        }

        page.Append("<h2>Collectors: pause of a full collection, by live bytes</h2>\n<div class=\"charts\">\n");
        page.Append(new BenchChart("pause", Bytes, BenchNames.Duration).Draw(
        [
            .. collections.Rows.Select(row => new ChartLine(
                $"{BenchNames.Of(row)} (n^{BenchNames.Exponent(row.Exponent)})",
                [.. row.Points.Select(p => ((double)p.LiveBytes, p.Seconds.Median))])),
        ]));
        page.Append("</div>\n");
    }

    private static void Vera(StringBuilder page, VeraChainScore? vera)
    {
        if (vera is null || vera.Points.IsEmpty)
        {
            return;
        }

        page.Append("<h2>A chain of insertions into Set&lt;Int&gt;</h2>\n<div class=\"charts\">\n");
        page.Append(new BenchChart("time for all elements", Count, BenchNames.Duration).Draw(
        [
            new($"Vera {vera.Version} (n^{BenchNames.Exponent(vera.Exponent)})",
                [.. vera.Points.Select(p => ((double)p.Size, p.VeraSeconds))]),
            new("container", [.. vera.Points.Select(p => ((double)p.Size, p.OurSeconds))]),
        ]));
        page.Append("</div>\n");
    }

    private static string Count(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(double bytes) => bytes switch
    {
        < 1e3 => $"{Count(bytes)} B",
        < 1e6 => $"{BenchNames.Number(bytes / 1e3)} kB",
        _ => $"{BenchNames.Number(bytes / 1e6)} MB",
    };
}
