using System.CommandLine;
using Vera.GcStress.Explaining;
using Vera.GcStress.Judging;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Targets.Wat;

namespace Vera.GcStress.Cli;

/// <summary><c>explain</c>: what happened in one case, block by block, and why it failed.</summary>
internal static class ExplainVerb
{
    public static Command Create(Invocation invocation)
    {
        var file = OneFile.Argument("The case file.");
        var page = Options.Text("--html", "FILE", "Also write a page that draws the heap over time.");
        return new Command("explain", "Run a case once more and tell what happened to its blocks, and why it fails.")
        {
            file, page, Options.Json,
        }
        .Does(parsed => Run(
            ReplayCases.Read(OptionText.Path(parsed.GetValue(file)!), VeraFinder.None),
            parsed.ReadPath(page),
            parsed.ReadPath(Options.Json),
            invocation.Screen));
    }

    private static ExitCode Run(ReplayCase explained, string? page, string? json, Screen screen)
    {
        OutputPaths.Check([page, json], [explained.Path]);

        // A real Vera does not let us look into its heap: the case runs on the one of ours that is most like it.
        var own = explained.Subject as HeapChoice;
        var heap = own ?? HeapChoice.LikeVera;
        var explanation = Explain(heap.Options, explained.File.Case);
        var facts = new ExplainedCase(
            explained.Path, $"{heap}{(own is null ? ", in place of a real Vera" : "")}", explanation);
        screen.Out.WriteLine(ExplainText.Report(facts));
        if (own is null && explanation.Verdict is Verdict.Pass)
        {
            screen.Out.WriteLine("Our heap does not show what the file says of a real Vera: see its own comments, or "
                + "replay --target vera.");
        }

        screen.Out.WriteLine();
        screen.Out.WriteLine(TimelineText.Of(explanation));
        if (page is not null)
        {
            WholeFile.Write(page, ExplainPage.Of(facts));
        }

        if (json is not null)
        {
            WholeFile.Write(json, ExplainJson.Of(facts));
        }

        return ExitCode.Clean;
    }

    /// <summary>The case under its own schedule, or under another one if only that shows a failure.</summary>
    internal static Explanation Explain(WatOptions options, StressCase stressCase)
    {
        using var driven = new DrivenTarget(options, WatBench.Parse);
        using var compiled = new CompiledTarget(options, WatBench.Parse);
        var model = new ReferenceModel(driven.HeapStart, WatBench.Parse, options.Equality);
        var explainer = new Explainer(driven, compiled, model);
        var own = explainer.Explain(stressCase);
        if (own.Verdict is not Verdict.Pass)
        {
            return own;
        }

        using var bench = WatBench.CreateDriven(options);
        var others = InvisibilityJudge.Try(bench.Driven, stressCase);
        return others.Verdict is Verdict.Fail ? explainer.Explain(stressCase, others) : own;
    }
}
