using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using Vera.GcStress.Benchmarks;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Documents;
using Vera.GcStress.Files;
using Vera.GcStress.Generation;
using Vera.GcStress.Model;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Benchmarks;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>bench</c>: speed and memory, as ratios first, and what the time is spent on.</summary>
internal static class BenchVerb
{
    private static readonly string[] Parts = ["lanes", "containers", "rivals", "collections"];

    private static readonly Option<string?> Only = Options.Text(
        "--only", "PARTS",
        "What to measure: lanes, containers, rivals, collections, with commas between (default: all).");

    private static readonly Option<string?> Time = Options.Text(
        "--time", "TIME", "About how long to measure, such as 20s or 5m (default 45s); the least takes some seconds.");

    private static readonly Option<string?> Vera = Options.Text(
        "--vera", "COMMAND", "Time the same insertions on a real Vera: a vera command, or a Python that imports it.");

    private static readonly Option<string?> Html = Options.Text(
        "--html", "FILE", "Draw the result as one page that needs nothing else.");

    private static readonly Option<bool> Require = Options.Flag(
        "--require", "Exit with 1 if a ratio misses its budget; it is marked in any case.");

    public static Command Create() =>
        new Command("bench", "Measure cases a second, the runtimes' operations and the collectors' pauses.")
        {
            Only, Time, Vera, Require, Options.Json, Html,
        }
        .Does(Run);

    private static ExitCode Run(ParseResult parsed, Invocation invocation)
    {
        var parts = parsed.Read(Only, Chosen, [.. Parts]);
        var plan = BenchPlan.Of(parsed.Read(Time, OptionText.Time, BenchPlan.Usual));
        var files = new[] { parsed.ReadPath(Options.Json), parsed.ReadPath(Html) };
        OutputPaths.Check(files, []);

        using var vera = parsed.GetValue(Vera) is { } command
            ? Try(() => ChainTimer.Open(command, invocation.Stop))
            : null;
        var score = Measured(parts, plan, vera, invocation);
        BenchTable.Print(invocation.Screen, score);
        var outputs = new Outputs();
        outputs.Write(files[0], () => BenchDocument.Of(score));
        outputs.Write(files[1], () => BenchPage.Of(score));
        return outputs.Ended(
            invocation.Stop.IsCancellationRequested ? ExitCode.Interrupted
            : parsed.GetValue(Require) ? Required(score, invocation.Screen)
            : ExitCode.Clean);
    }

    /// <summary>Every budget is to be kept, and there has to be one.</summary>
    internal static ExitCode Required(BenchScore score, Screen screen)
    {
        var missed = BenchRatio.All(score).Any(ratio => ratio.Holds is not null)
            ? BenchRatio.Missed(score).ToList()
            : ["missed: nothing was measured that has a budget"];
        missed.ForEach(screen.Error.WriteLine);
        return missed.Count > 0 ? ExitCode.Found : ExitCode.Clean;
    }

    private static ImmutableArray<string> Chosen(string text) =>
    [
        .. text.Split(',', StringSplitOptions.TrimEntries).Select(p => OptionNames.Among(p, "part", Parts)).Distinct(),
    ];

    private static BenchScore Measured(
        ImmutableArray<string> parts, BenchPlan plan, ChainTimer? vera, Invocation invocation)
    {
        invocation.Screen.Doing(null);
        var clock = Stopwatch.StartNew();
        var stop = invocation.Stop;
        void Progress(string what) => invocation.Screen.Error.WriteLine($"{clock.Elapsed.TotalSeconds,5:F1} s  {what}");
        var lanes = parts.Contains("lanes") ? new LaneBench(Subject(), plan.Lanes).Run(Progress, stop) : null;
        var containers = parts.Contains("containers") ? new ContainerBench(plan.Containers).Run(Progress, stop) : null;
        var rivals = parts.Contains("rivals") ? new RivalBench(plan.Rivals).Run(Progress, stop) : null;
        var collections = parts.Contains("collections")
            ? new CollectionBench(plan.Collections).Run(Progress, stop)
            : null;
        var real = vera is null || stop.IsCancellationRequested ? null : OnVera(vera, Progress);
        return new(MachineInfo.Here(ToolVersions.Line), lanes, containers, rivals, collections, real, clock.Elapsed);
    }

    private static VeraChainScore OnVera(ChainTimer vera, Action<string> progress)
    {
        progress($"chains of insertions on Vera {vera.Version}");
        return Try(() => VeraChainBench.Run(vera));
    }

    /// <summary>A Vera that is not there, or does not work, is the user's to mend.</summary>
    private static T Try<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (VeraException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private static LaneSubject Subject() => new(
        GenerationOptions.Default with { Documents = new CaseDocuments(DocumentLibrary.BuiltIn) },
        () => new DrivenTarget(WatOptions.Default, HeapRigs.Parse),
        () => new CompiledTarget(WatOptions.Default, HeapRigs.Parse),
        heapStart => new ReferenceModel(heapStart, HeapRigs.Parse, WatOptions.Default.Equality));
}
