using System.Text;
using static Vera.GcStress.Reporting.MarkdownText;

namespace Vera.GcStress.Reporting.Replays;

/// <summary>What became of saved cases as a few lines of Markdown, for the page of a CI job.</summary>
public static class ReplaySummary
{
    private const int ChangedShown = 100;

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
}
