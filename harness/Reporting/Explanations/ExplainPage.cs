using System.Xml.Linq;
using Vera.GcStress.Explaining;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using static Vera.GcStress.Reporting.PageText;

namespace Vera.GcStress.Reporting.Explanations;

/// <summary>An explanation as one page that stands on its own: no scripts, no links, nothing from elsewhere.</summary>
internal static class ExplainPage
{
    /// <summary>The page.</summary>
    public static string Of(ExplainedCase explained)
    {
        var explanation = explained.Explanation;
        var (word, css) = StateOf(explanation.Verdict);
        return Page(
            $"{word}: {PlainText.Line(Path.GetFileName(explained.File))}",
            ExplainStyle.Css,
            Tag("p", Tag("span", Class($"verdict {css}"), word)),
            Tag("h1", Clean(Headline(explanation))),
            Tag("p", Class("soft"), Clean($"{PlainText.Line(explained.File)} ({explained.Heap})")),
            Cause(explanation, css),
            Section("What happened", Tag("pre", Class("facts"), Facts(explanation))),
            Section("The case", [.. NumberedOps.Of(explanation)]),
            Heap(explanation),
            LiveChart.Draw(explanation.History) is { } chart
                ? Section("Live bytes (blue) and the heap's size (grey)", Tag("div", Class("scroll"), chart))
                : null,
            Section("Timeline", Tag("pre", Clean(TimelineText.Of(explanation)))),
            Evidence(explanation.Failure));
    }

    /// <summary>A line each, so that what does not fit hangs below its own column.</summary>
    private static IEnumerable<XElement> Facts(Explanation explanation) =>
        ExplainText.Facts(explanation).Select(line => Tag("span", Clean(line)));

    /// <summary>What it came to, and the class of its colour.</summary>
    private static (string Word, string Css) StateOf(Verdict verdict) => verdict switch
    {
        Verdict.Fail fail => ($"{fail.Oracle.Text()} fails", "fail"),
        Verdict.Pass => ("pass", "pass"),
        Verdict.Inconclusive => ("inconclusive", "unsure"),
        _ => ("unsupported", "unsure"),
    };

    private static string Headline(Explanation explanation) => explanation.Verdict switch
    {
        Verdict.Fail fail => $"{fail.Evidence}",
        Verdict.Pass => "The case passes",
        Verdict.Inconclusive limit => limit.Reason,
        Verdict.Unsupported gap => gap.Reason,
        _ => VerdictText.Of(explanation.Verdict),
    };

    private static XElement Cause(Explanation explanation, string css) => Tag(
        "div",
        Class($"cause {css}"),
        explanation.Failure is { Cause: { } cause }
            ? (XElement[])
            [
                Tag("b", Clean($"Likely cause ({ExplainText.OptionName(cause.Layer)}): {cause.Title}")),
                .. cause.Why.Select(why => Tag("p", Clean(why))),
            ]
            : [
                Tag("p", explanation.Verdict is Verdict.Pass
                    ? "No oracle saw anything wrong."
                    : "The run says nothing about the heap."),
            ]);

    private static object[] Heap(Explanation explanation) => new HeapSvg(explanation).Draw() is { } drawing
        ? Section(
            "The heap: addresses from left to right, time from top to bottom",
            HeapLegend.Of(drawing),
            Tag("div", Class("scroll"), drawing))
        : [];

    private static object[] Evidence(FailureFacts? failure) => EvidenceJson.Of(failure?.Fail.Evidence) is { } record
        ? Section("The evidence as data", Tag("pre", Clean(record.ToJsonString(JsonText.Style(null)))))
        : [];

    private static object[] Section(string title, params object[] content) => [Tag("h2", title), .. content];
}
