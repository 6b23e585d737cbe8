using System.Text;
using Vera.GcStress.Files;
using Vera.GcStress.Programs;
using Vera.GcStress.Repros;
using static Vera.GcStress.Reporting.MarkdownText;

namespace Vera.GcStress.Reporting.Replays;

/// <summary>The bugs of a real Vera that are on file, as one page of Markdown: a table, then each of them.</summary>
internal static class FindingsText
{
    /// <summary>A longer program is linked to, and its case says the same in a few lines.</summary>
    private const int LinesMax = 60;

    private const int ProgramBytesMax = 1 << 20;
    private const string Upstream = "https://github.com/aallan/vera/issues/";

    /// <param name="bugs">In the order of their files.</param>
    /// <param name="link">A file as the page links to it.</param>
    public static string Of(IReadOnlyList<KnownBug> bugs, Func<string, string> link)
    {
        var text = new StringBuilder();
        Line(text, "# Bugs of Vera that are on file");
        Line(text, "");
        Line(text, "Written by `vera-gcstress findings` from the headers of the case files: change those.");
        Line(text, "A bug is *visible* if a plain `vera run` shows it, *eager* if `VERA_EAGER_GC=1` does, *latent* if");
        Line(text, "only instruments do. Releases are those that were run; what none fixes fails on the newest.");
        Line(text, "");
        Line(text, "| bug | layer | first bad | last bad | fixed in | shows | upstream |");
        Line(text, "|---|---|---|---|---|---|---|");
        foreach (var bug in bugs)
        {
            var (first, last, repaired) = bug.Releases;
            var issues = bug.Issues.Select(issue => $"[#{issue}]({Upstream}{issue})");
            Line(text,
                $"| [{bug.Title}](#{Anchor(bug)}) | {bug.File.Header.Layer} | {first} | {last} " +
                $"| {repaired ?? "no release"} | {bug.Shows} | {string.Join(' ', issues)} |");
        }

        foreach (var bug in bugs)
        {
            Bug(text, bug, link);
        }

        return $"{text}";
    }

    private static void Bug(StringBuilder text, KnownBug bug, Func<string, string> link)
    {
        Line(text, "");
        Line(text, $"## {bug.Title}");
        Line(text, "");
        Line(text, bug.Remarks.Length > 0 ? bug.Remarks : "(its file says no more)");
        Line(text, "");
        Line(text, $"[The case]({link(bug.Path)}):");
        Fenced(text, "text", $"{bug.File.Case}");
        if (Program(bug.Path) is { } program)
        {
            Line(text, "");
            Line(text, $"[The program]({link(ProgramOf(bug.Path))})" + (program.Count <= LinesMax ? ":" : "."));
            if (program.Count <= LinesMax)
            {
                Fenced(text, "vera", string.Join('\n', program));
            }
        }
    }

    /// <summary>The program that lies beside a case, without the comment at its head; null: there is none.</summary>
    private static List<string>? Program(string path) =>
        PlainFile.Exists(ProgramOf(path)) && PlainFile.Text(ProgramOf(path), ProgramBytesMax) is { } text
            ? [.. text.TrimEnd().ReplaceLineEndings("\n").Split('\n')
                .SkipWhile(line => line.StartsWith("--", StringComparison.Ordinal) || line.Length == 0)]
            : null;

    private static string ProgramOf(string path) => Path.ChangeExtension(path, ".vera");

    /// <summary>As GitHub makes it from a title.</summary>
    private static string Anchor(KnownBug bug) => string.Concat(
        bug.Title.ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_'))
        .Replace(' ', '-');
}
