using System.Text;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using static Vera.GcStress.Reporting.MarkdownText;

namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>What ran and what came of it as a few lines of Markdown, for the page of a CI job.</summary>
internal static class CampaignSummary
{
    private const int FindingsShown = 20;
    private const int KnownShown = 100;
    private const int CaseChars = 10_000;

    public static string Of(CampaignReport report, CampaignFacts facts)
    {
        var text = new StringBuilder();
        Line(text, $"## {facts.Heap}: {Result(report)}");
        Line(text, "");
        Line(text,
            Numbers.Of(report.Cases, "case") +
            (report.CasesBefore > 0 ? $", {report.CasesBefore:N0} of them judged before, the others" : "") +
            $" in {Numbers.Duration(report.Elapsed)}, seed " +
            $"`{SeedOf(report, facts)}`{(report.Interrupted ? ", interrupted" : "")}.");
        Line(text, "");
        Line(text, "| passed | failed | inconclusive | unsupported |");
        Line(text, "|--:|--:|--:|--:|");
        Line(text,
            $"| {report.Passed:N0} | {report.Failed:N0} | {report.Inconclusive:N0} | {report.Unsupported:N0} |");
        foreach (var finding in report.Findings.Take(FindingsShown))
        {
            Finding(text, finding, facts);
        }

        More(text, report.Findings.Count - FindingsShown, "finding");
        Known(text, [.. report.Known.Where(known => known.Base is null)], "known failure", "came up again");
        Known(text, [.. report.Known.Where(known => known.Base is not null)], "failure", "are on the base too");
        Line(text, "");
        Line(text, "Run it again:");
        Fenced(text, "sh", ShellText.CommandLine(["vera-gcstress", "fuzz", .. facts.Arguments]));
        return $"{text}\n";
    }

    /// <summary>As it was given, unless that would end the code span it stands in.</summary>
    private static string SeedOf(CampaignReport report, CampaignFacts facts) =>
        facts.Seed.Contains('`', StringComparison.Ordinal) ? $"{report.Options.Seed}" : facts.Seed;

    private static string Result(CampaignReport report) =>
        report.Judged == 0 ? "nothing was judged"
        : report.Findings.Count == 0 ? "no findings" : Numbers.Of(report.Findings.Count, "finding");

    private static void Known(StringBuilder text, List<Finding> known, string what, string how)
    {
        if (known.Count > 0)
        {
            Line(text, "");
            Line(text, $"{Numbers.Of(known.Count, what)} {how}:");
            Fenced(text, "text", string.Join('\n', known.Take(KnownShown).Select(
                k => $"{k.Known ?? k.Base}: {k.Failure.Oracle.Text()} in case {k.Number}")));
            More(text, known.Count - KnownShown, "known failure");
        }
    }

    private static void Finding(StringBuilder text, Finding finding, CampaignFacts facts)
    {
        Line(text, "");
        Line(text,
            $"### {finding.Failure.Oracle.Text()}, {Numbers.Of(finding.Case.Ops.Length, "op")} " +
            $"from case {finding.Number}{(finding.IsMinimal ? "" : $", {finding.Shrunk.End}")}");
        Fenced(
            text,
            "text",
            Cut($"{finding.Failure.Evidence}", EvidenceChars) +
            (finding.Cause is { } cause ? $"\nlikely cause: {Cut(cause, EvidenceChars)}" : ""));
        Fenced(text, "text", Cut($"{finding.Case}", CaseChars));
        if (finding.File is { } file)
        {
            Fenced(text, "sh", ShellText.CommandLine([.. facts.Replaying, file]));
        }
    }
}
