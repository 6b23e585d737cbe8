using System.Text;
using Vera.GcStress.Campaigns;
using static Vera.GcStress.Reporting.MarkdownText;

namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>Several campaigns in Markdown: a job's page, and the text of an issue that tracks them.</summary>
internal static class MergeSummary
{
    private const int FindingsShown = 40;
    private const int CaseChars = 5_000;

    public static string Of(CampaignUnion union, UnitedFindings found)
    {
        var text = new StringBuilder();
        var (campaigns, findings) = (union.Campaigns, found.Findings);
        Line(text, $"## {(findings.IsEmpty ? "No findings" : Numbers.Of(findings.Length, "finding"))}");
        Line(text, "");
        Line(text,
            $"{Numbers.Of(MergeDocument.CasesOf(union.Counts), "case")} of " +
            $"{Numbers.Of(campaigns.Length, "campaign")}; " +
            $"{Numbers.Of(union.Counts?.Cells.Count ?? 0, "combination")} of the axes hit; " +
            $"{Numbers.Of(union.Counts?.Features.Count ?? 0, "feature")} seen, which " +
            $"{Numbers.Of(union.Corpus.Length, "case")} show; " +
            $"{Numbers.Of(found.Known.Length, "known failure")} came up again.");
        foreach (var (identity, what) in MergeGaps.Of(union))
        {
            Line(text, "");
            Line(text, $"Not the whole campaign: {what}:");
            Fenced(text, "text", identity);
        }

        foreach (var (input, why) in union.LeftOut)
        {
            Line(text, "");
            Line(text, "Left out:");
            Fenced(text, "text", $"{input}: {why}");
        }

        foreach (var finding in findings.Take(FindingsShown))
        {
            Line(text, "");
            Line(text, $"### {finding.Kind.Oracle}, in {Numbers.Of(finding.Campaigns, "campaign")}");
            Fenced(text, "text", Cut(finding.Kind.Evidence, EvidenceChars) +
                (finding.Kind.Cause is { } cause ? $"\nlikely cause: {Cut(cause, EvidenceChars)}" : ""));
            Fenced(text, "text", Cut(finding.Case, CaseChars));
        }

        More(text, findings.Length - FindingsShown, "finding");
        return $"{text}\n";
    }
}
