using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Wiring;
using static Vera.GcStress.Reporting.MarkdownText;

namespace Vera.GcStress.Reporting.Replays;

/// <summary>What became of saved cases as a few lines of Markdown, for the page of a CI job.</summary>
public static class ReplaySummary
{
    private const int FilesShown = 100;

    /// <param name="results">What was replayed.</param>
    /// <param name="asked">How many files were to be.</param>
    /// <param name="replaying">The words of a command that replays a file.</param>
    public static string Of(
        IReadOnlyCollection<ReplayResult> results, int asked, IReadOnlyList<string> replaying)
    {
        var text = new StringBuilder();
        Line(text, $"## Saved cases: {ReplayReport.Summary(results, asked)}");
        var changed = results.Where(r => r.Status == ReplayStatus.Changed).ToArray();
        if (changed.Length > 0)
        {
            Files(text, changed);
            Line(text, "");
            Line(text, "Run one again:");
            Fenced(text, "sh", ShellText.CommandLine([.. replaying, changed[0].File]));
        }

        Others(text, results, ReplayStatus.Base, "as on the base");
        Others(text, results, ReplayStatus.NotJudged, "not judged");
        Others(text, results, ReplayStatus.Unsupported, "unsupported");
        Others(text, results, ReplayStatus.NotRun, "not run");
        return $"{text}\n";
    }

    /// <summary>What is no news and yet not green.</summary>
    private static void Others(
        StringBuilder text, IReadOnlyCollection<ReplayResult> results, ReplayStatus status, string what)
    {
        var files = results.Where(r => r.Status == status).ToArray();
        if (files.Length > 0)
        {
            Line(text, "");
            Line(text, $"{Numbers.Of(files.Length, "file")} {what}:");
            Files(text, files);
        }
    }

    private static void Files(StringBuilder text, ReplayResult[] files)
    {
        var lines = files.Take(FilesShown).Select(r => Cut(ReplayReport.Line(r), EvidenceChars));
        Fenced(text, "text", string.Join('\n', lines));
        More(text, files.Length - FilesShown, "file");
    }
}
