using System.Xml.Linq;
using Vera.GcStress.Explaining;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using static Vera.GcStress.Reporting.PageText;

namespace Vera.GcStress.Reporting.Explanations;

/// <summary>An explanation as one page that stands on its own: no scripts, no links, nothing from elsewhere.</summary>
internal static class ExplainPage
{
    private const string Style = """
        body { margin: 0 auto; max-width: 1100px; padding: 1.2rem; background: #fff; color: #1b1f24;
          font: 15px/1.45 system-ui, sans-serif; }
        h1 { font-size: 1.35rem; margin: 0 0 .2rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.05rem; margin: 1.8rem 0 .5rem; }
        p { margin: .2rem 0; }
        .file { color: #57606a; overflow-wrap: anywhere; }
        .cause { border-left: 4px solid #b42318; background: #fdf3f2; padding: .6rem .9rem; margin: 1rem 0;
          overflow-wrap: anywhere; }
        .cause b { display: block; }
        .pass { border-left-color: #1a7f37; background: #f1faf3; }
        pre { font: 12.5px/1.45 ui-monospace, monospace; background: #f6f8fa; border: 1px solid #d8dee4;
          padding: .7rem .9rem; margin: .3rem 0; overflow-x: auto; }
        .scroll { overflow-x: auto; }
        svg { display: block; width: 100%; min-width: 760px; height: auto; }
        svg text { font: 12px system-ui, sans-serif; fill: #424a53; }
        svg .note { fill: #b42318; font-weight: 600; }
        .live { fill: #4f7cac; stroke: #fff; } .free { fill: #eceff2; stroke: #c8ced4; }
        .freed { fill: #f2b37e; stroke: #fff; } .holder { fill: #1f3f66; }
        .live.lost { fill: #c6281c; } .freed.lost { fill: #fff; stroke: #c6281c; stroke-width: 2.5; }
        .reuse { fill: #7d4fa3; } .hurt { fill: #e5a19b; }
        .mark { fill: #c6281c; }
        .arc { fill: none; stroke: #1f3f66; stroke-width: 1.8; }
        .unseen { stroke: #c6281c; stroke-dasharray: 5 3; }
        .head { fill: #1f3f66; } .lostway { fill: #c6281c; }
        .axisline { fill: none; stroke: #8c959f; } .heapline { fill: none; stroke: #b0b8c0; stroke-width: 1.6; }
        .liveline { fill: none; stroke: #2f6096; stroke-width: 2; } .dot { fill: #2f6096; }
        .legend span { display: inline-block; margin-right: 1.1rem; white-space: nowrap; }
        .legend i { display: inline-block; width: 14px; height: 14px; margin-right: 5px; vertical-align: -2px;
          border: 1px solid #c8ced4; }
        """;

    private static readonly (string Colour, string Meaning)[] Colours =
    [
        ("#4f7cac", "live"), ("#f2b37e", "freed by this collection"), ("#eceff2", "free, poisoned"),
    ];

    private static readonly (string Colour, string Meaning)[] ColoursOfLoss =
    [
        ("#c6281c", "the lost block"), ("#1f3f66", "live, on the last path to it"),
        ("#7d4fa3", "has the lost block's place"),
    ];

    private static readonly (string Colour, string Meaning)[] ColoursOfDamage =
    [
        ("#e5a19b", "has the changed word"), ("#1f3f66", "has the false pointer"),
    ];

    public static string Of(ExplainedCase explained)
    {
        var explanation = explained.Explanation;
        var page = Tag("html", new XAttribute("lang", "en"),
            Tag("head",
                Tag("meta", new XAttribute("charset", "utf-8")),
                Tag("meta", new XAttribute("name", "viewport"),
                    new XAttribute("content", "width=device-width, initial-scale=1")),
                Tag("title", Clean($"{VerdictWord(explanation)}: {Path.GetFileName(explained.File)}")),
                Tag("style", Style)),
            Tag("body",
                Tag("h1", Clean(Headline(explanation))),
                Tag("p", Class("file"), Clean($"{explained.File} ({explained.Heap})")),
                Cause(explanation),
                Section("Report", Tag("pre", Clean(ExplainText.Report(explained)))),
                Section("The case", Tag("pre", Clean($"{explanation.Case}".TrimEnd('\n')))),
                Heap(explanation),
                LiveChart.Draw(explanation.History) is { } chart
                    ? Section("Live bytes (blue) and the heap's size (grey)", Tag("div", Class("scroll"), chart))
                    : null,
                Section("Timeline", Tag("pre", Clean(TimelineText.Of(explanation))))));
        return $"<!DOCTYPE html>\n{page.ToString(SaveOptions.DisableFormatting)}\n";
    }

    private static string VerdictWord(Explanation explanation) =>
        explanation.Verdict is Verdict.Fail fail ? fail.Oracle.Text() : "pass";

    private static string Headline(Explanation explanation) => explanation.Failure is { } failure
        ? $"{failure.Fail.Oracle.Text()}: {failure.Fail.Evidence}"
        : explanation.Verdict is Verdict.Pass ? "The case passes"
        : VerdictText.Of(explanation.Verdict);

    private static XElement Cause(Explanation explanation) => explanation.Failure is { Cause: { } cause }
        ? Tag("div", Class("cause"),
            Tag("b", Clean($"Likely cause: {cause.Title}")),
            cause.Why.Select(why => Tag("p", Clean(why))))
        : Tag("div", Class("cause pass"), Tag("p", explanation.Verdict is Verdict.Pass
            ? "No oracle saw anything wrong."
            : "The run says nothing about the heap."));

    private static object[] Heap(Explanation explanation) => new HeapDrawing(explanation).Draw() is { } drawing
        ? Section(
            "The heap: addresses from left to right, time from top to bottom",
            Legend(explanation.Failure),
            Tag("div", Class("scroll"), drawing))
        : [];

    private static XElement Legend(FailureFacts? failure)
    {
        var colours = Colours
            .Concat(failure?.Block is null ? [] : ColoursOfLoss)
            .Concat(failure?.Damage?.Owner is null ? [] : ColoursOfDamage);
        return Tag("p", Class("legend"),
            colours.Select(c => Tag(
                "span", Tag("i", new XAttribute("style", $"background: {c.Colour}"), "\u200b"), c.Meaning)),
            failure?.Victim is null ? null : Tag("span", "arrows: the last path, dashed where the collector is blind"));
    }

    private static object[] Section(string title, params object[] content) => [Tag("h2", title), .. content];
}
