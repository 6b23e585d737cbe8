using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Reporting;

/// <summary>The Markdown that the page of a CI job is written in.</summary>
/// <remarks>
/// Texts from a heap may be corrupt and may hold any Markdown: they stand in fences only. GitHub shows at most 1 MiB.
/// </remarks>
internal static class MarkdownText
{
    /// <summary>The most that is shown of what an oracle says.</summary>
    public const int EvidenceChars = 1000;

    public static void More(StringBuilder text, int count, string thing)
    {
        if (count > 0)
        {
            Line(text, "");
            Line(text, $"... and {Numbers.Of(count, $"more {thing}")}.");
        }
    }

    /// <summary>A fence longer than any in the text, so that the text cannot end it.</summary>
    public static void Fenced(StringBuilder text, string language, string content)
    {
        var fence = new string('`', Math.Max(3, LongestRun(content) + 1));
        Line(text, "");
        Line(text, $"{fence}{language}");
        Line(text, content.ReplaceLineEndings("\n").TrimEnd('\n'));
        Line(text, fence);
    }

    /// <summary>A text as code within a line.</summary>
    public static string Code(string content)
    {
        var fence = new string('`', LongestRun(content) + 1);
        return $"{fence}{(fence.Length > 1 ? " " : "")}{PlainText.Line(content)}{(fence.Length > 1 ? " " : "")}{fence}";
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

    public static string Cut(string content, int chars) =>
        content.Length <= chars ? content : $"{content[..chars]}...";

    public static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
