using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Stressing;

namespace Vera.GcStress.Reporting.Stressing;

/// <summary>A bug as Markdown to paste into an issue.</summary>
internal static class IssueText
{
    public static string Of(IssueFacts issue)
    {
        var finding = issue.Finding;
        var text = new StringBuilder($"# {PlainText.Line(BugWords.Title(finding)).Replace('`', ' ')}\n");
        if (issue.Remarks.Count > 0)
        {
            text.Append($"\n{string.Join('\n', issue.Remarks)}\n");
        }

        MarkdownText.Fenced(text, "vera", issue.Source);
        text.Append($"\n**Expected:** {MarkdownText.Code(BugWords.Expected(finding.Evidence))}  \n");
        text.Append($"**Seen** ({finding.Way}): {MarkdownText.Code(BugWords.Seen(finding.Evidence))}\n\n");
        text.Append($"**To run it**, saved as {MarkdownText.Code(issue.Name)}:\n");
        MarkdownText.Fenced(text, "sh", string.Join('\n', BugWords.Commands(issue)));
        text.Append($"\n**Shows:** {BugWords.Shows(finding.Shows)}. ");
        text.Append(issue.IsConfirmed ? "Vera's own host shows the same.\n\n" : "Only our own host shows it.\n\n");
        text.Append("**Releases:** ").Append(issue.Releases.Count > 0
            ? string.Join(", ", issue.Releases)
            : $"seen on {issue.Vera}").Append(".\n\n");
        text.Append($"**Mechanism:** {MarkdownText.Code(BugWords.Mechanism(finding))}\n\n");
        text.Append($"**Layer:** {BugWords.Layer(finding)}.\n");
        return $"{text}{(issue.Cause is { } cause ? $"\n**Cause:** {cause}: {cause.Words}.\n" : "")}";
    }
}
