using System.Text;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Reporting;

/// <summary>What ran and what came of it as a few lines of Markdown, for the page of a CI job.</summary>
/// <remarks>
/// Texts from a heap may be corrupt and may hold any Markdown: they stand in fences only. GitHub shows at most 1 MiB.
/// </remarks>
public static class JobSummary
{
    private const int FindingsShown = 20;
    private const int ChangedShown = 100;
    private const int CaseChars = 10_000;
    private const int EvidenceChars = 1000;

    public static string Of(CampaignReport report, CampaignFacts facts)
    {
        var text = new StringBuilder();
        Line(text, $"## {facts.Heap}: {Result(report)}");
        Line(text, "");
        Line(text,
            $"{Numbers.Of(report.Cases, "case")} in {Numbers.Duration(report.Elapsed)}, seed " +
            $"`{report.Options.Seed}`{(report.Interrupted ? ", interrupted" : "")}.");
        Line(text, "");
        Line(text, "| passed | failed | inconclusive | unsupported |");
        Line(text, "|--:|--:|--:|--:|");
        Line(text,
            $"| {report.Passed:N0} | {report.Failed:N0} | {report.Inconclusive:N0} | {report.Unsupported:N0} |");
        foreach (var finding in report.Findings.Take(FindingsShown))
        {
            Finding(text, finding);
        }

        More(text, report.Findings.Count - FindingsShown, "finding");
        Known(text, report.Known);
        Line(text, "");
        Line(text, "Run it again:");
        Fenced(text, "sh", ShellText.CommandLine(["vera-gcstress", "fuzz", .. facts.Arguments]));
        return $"{text}\n";
    }

    /// <param name="results">What was replayed.</param>
    /// <param name="asked">How many files were to be.</param>
    public static string Of(IReadOnlyCollection<ReplayResult> results, int asked)
    {
        var text = new StringBuilder();
        Line(text, $"## Saved cases: {ReplayReport.Summary(results, asked)}");
        var changed = results.Where(r => r.Status == ReplayStatus.Changed).ToArray();
        if (changed.Length > 0)
        {
            var shown = changed.Take(ChangedShown).ToArray();
            Fenced(text, "text", string.Join('\n', shown.Select(r => Cut(ReplayReport.Line(r), EvidenceChars))));
            More(text, changed.Length - ChangedShown, "file");
            Line(text, "");
            Line(text, "Run one again:");
            Fenced(text, "sh", ShellText.CommandLine(["vera-gcstress", "replay", shown[0].File]));
        }

        return $"{text}\n";
    }

    private static string Result(CampaignReport report) =>
        report.Findings.Count == 0 ? "no findings" : Numbers.Of(report.Findings.Count, "finding");

    private static void Known(StringBuilder text, List<Finding> known)
    {
        if (known.Count > 0)
        {
            Line(text, "");
            Line(text, $"{Numbers.Of(known.Count, "known failure")} came up again:");
            Fenced(text, "text", string.Join('\n', known.Take(ChangedShown).Select(
                k => $"{k.Known}: {k.Failure.Oracle.Text()} in case {k.Number}")));
            More(text, known.Count - ChangedShown, "known failure");
        }
    }

    private static void Finding(StringBuilder text, Finding finding)
    {
        Line(text, "");
        Line(text,
            $"### {finding.Failure.Oracle.Text()}, {Numbers.Of(finding.Case.Ops.Length, "op")} " +
            $"from case {finding.Number}{(finding.IsMinimal ? "" : ", cut short")}");
        Fenced(
            text,
            "text",
            Cut($"{finding.Failure.Evidence}", EvidenceChars) +
            (finding.Cause is { } cause ? $"\nlikely cause: {Cut(cause, EvidenceChars)}" : ""));
        Fenced(text, "text", Cut($"{finding.Case}", CaseChars));
        if (finding.File is { } file)
        {
            Fenced(text, "sh", ShellText.CommandLine(["vera-gcstress", "replay", file]));
        }
    }

    private static void More(StringBuilder text, int count, string thing)
    {
        if (count > 0)
        {
            Line(text, "");
            Line(text, $"... and {Numbers.Of(count, $"more {thing}")}.");
        }
    }

    /// <summary>A fence longer than any in the text, so that the text cannot end it.</summary>
    private static void Fenced(StringBuilder text, string language, string content)
    {
        var fence = new string('`', Math.Max(3, LongestRun(content) + 1));
        Line(text, "");
        Line(text, $"{fence}{language}");
        Line(text, content.ReplaceLineEndings("\n").TrimEnd('\n'));
        Line(text, fence);
    }

    private static int LongestRun(string content)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in content)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static string Cut(string content, int chars) =>
        content.Length <= chars ? content : $"{content[..chars]}...";

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
