using System.CommandLine;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Files;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting.Replays;
using Vera.GcStress.Repros;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>findings</c>: the bugs of a real Vera that are on file, as a page or against one.</summary>
internal static class FindingsVerb
{
    private const int PageBytesMax = 16 << 20;

    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Arity = new ArgumentArity(1, 100_000),
        Description = "Case files of a real Vera, or folders with case files anywhere below.",
    };

    private static readonly Option<string?> Out = Options.Text(
        "--output", "FILE", "Where the page goes (default: standard output).", "-o");

    private static readonly Option<string?> Check = Options.Text(
        "--check", "FILE", "Write nothing; exit code 1 if this page says something else.");

    public static Command Create() =>
        new Command("findings", "Write the bugs of a real Vera that are on file as a page of Markdown.")
        {
            Paths, Out, Check,
        }
        .Does((parsed, invocation) => Run(
            [.. parsed.GetValue(Paths)!.Select(UserText.Path)],
            parsed.ReadPath(Out),
            parsed.ReadPath(Check),
            invocation));

    private static ExitCode Run(string[] paths, string? page, string? check, Invocation invocation)
    {
        if (page is not null && check is not null)
        {
            throw new UsageException($"{Out.Name} and {Check.Name}: one of them");
        }

        var bugs = CaseFolder.List(paths).Select(KnownBug.Read)
            .Where(bug => bug.File.Header.Target == FileHeader.Vera).ToList();
        if (bugs.Count == 0)
        {
            throw new UsageException("none of the files is for target vera");
        }

        OutputPaths.Check([page], bugs.Select(bug => bug.Path));
        var text = FindingsText.Of(bugs, file => Link(file, page ?? check));
        if (check is not null)
        {
            return Compare(text, check, paths, invocation);
        }

        if (page is null)
        {
            invocation.Screen.Out.Write(text);
        }

        var outputs = new Outputs();
        outputs.Write(page, () => text);
        return outputs.Ended(ExitCode.Clean);
    }

    private static ExitCode Compare(string text, string page, string[] paths, Invocation invocation)
    {
        if (PlainFile.Exists(page) && PlainFile.Text(page, PageBytesMax)?.ReplaceLineEndings("\n") == text)
        {
            return ExitCode.Clean;
        }

        var again = ShellText.CommandLine([.. Runner.Here, "findings", .. paths, "-o", page]);
        invocation.Screen.Error.WriteLine(
            $"{UserText.Shown(page)}: it is not what the files say; write it with: {UserText.OneLine(again)}");
        return ExitCode.Found;
    }

    /// <summary>As the page has it: from its own folder, if it has one.</summary>
    private static string Link(string file, string? page) => (page is null
        ? file
        : Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(page))!, Path.GetFullPath(file)))
        .Replace('\\', '/');
}
