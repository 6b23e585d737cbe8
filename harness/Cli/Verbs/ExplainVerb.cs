using System.CommandLine;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Explaining;
using Vera.GcStress.Files;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Explanations;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>explain</c>: what happened in one case, block by block, and why it failed.</summary>
internal static class ExplainVerb
{
    private const string Issue = "issue";

    private static readonly string[] Forms = ["report", Issue];

    public static Command Create()
    {
        var file = OneFile.Argument("The case file.");
        var form = Options.Text(
            "--as", "FORM", "report (default); issue: Markdown for the makers of Vera, with a program made small.");
        var time = Options.Text(
            "--time", "TIME", "How long to make the program of an issue smaller, such as 30s (default: 1m).");
        var page = Options.Text("--html", "FILE", "Also write a page that draws the heap over time.");
        return new Command(
            "explain",
            "Run a case once more and tell what happened to its blocks, and why it fails: on a heap of ours or, with " +
            "--vera, on that real Vera.")
        {
            file, page, Options.Json, form, Options.Vera, time,
        }
        .Does((parsed, invocation) =>
        {
            var isIssue = parsed.Read(form, text => OptionNames.Among(text, "form", Forms), Forms[0]) == Issue;
            var isOnVera = isIssue || parsed.GetResult(Options.Vera) is not null;
            Refuse(parsed, isIssue ? [] : [time], $"only with --as {Issue}");
            Refuse(parsed, isOnVera ? [page, Options.Json] : [], isIssue
                ? $"only with --as {Forms[0]}"
                : "only without --vera, on our own heap");
            var path = UserText.Path(parsed.GetValue(file)!);
            var vera = new VeraFinder(parsed.ReadPath(Options.Vera), invocation.Stop);
            return isIssue
                ? new ExplainIssue(parsed.Read(time, text => OptionText.Time(text), ExplainIssue.TimeUsual), invocation)
                    .Run(path, vera)
                : isOnVera ? new ExplainVera(invocation).Run(path, vera)
                : Run(
                    ReplayCases.Read(path, VeraFinder.None),
                    parsed.ReadPath(page),
                    parsed.ReadPath(Options.Json),
                    invocation);
        });
    }

    private static void Refuse(ParseResult parsed, Option[] refused, string why)
    {
        if (Array.Find(refused, option => parsed.GetResult(option) is not null) is { } option)
        {
            throw new UsageException($"{option.Name}: {why}");
        }
    }

    private static ExitCode Run(ReplayCase explained, string? page, string? json, Invocation invocation)
    {
        var screen = invocation.Screen;
        OutputPaths.Check([page, json], [explained.Path]);

        // A real Vera does not let us look into its heap: the case runs on the one of ours that is most like it.
        var heap = explained.Choice?.Heap ?? HeapChoice.LikeVera;
        var isOwn = explained.Choice == heap;
        screen.Doing("running the case again, with a look at every block after every op");
        var explanation = HeapRigs.Explain(heap.Options, explained.File.Case, invocation.Stop);
        var facts = new ExplainedCase(
            explained.Path, $"{heap}{(isOwn ? "" : ", in place of a real Vera")}", explanation)
        {
            Signature = heap.SignatureOf(explanation),
        };
        screen.Out.WriteLine(ExplainText.Report(facts));
        if (!isOwn && explanation.Verdict is Verdict.Pass)
        {
            screen.Out.WriteLine("Our heap does not show what the file says of a real Vera: see its own comments, or "
                + "replay --target vera.");
        }

        screen.Out.WriteLine();
        screen.Out.WriteLine(TimelineText.Of(explanation));
        var outputs = new Outputs();
        outputs.Write(page, () => ExplainPage.Of(facts));
        outputs.Write(json, () => ExplainDocument.Of(facts));
        return outputs.Ended(invocation.Stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Clean);
    }
}
