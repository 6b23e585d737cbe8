using System.CommandLine;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Replays;
using Vera.GcStress.Reporting.Sarif;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>replay</c>: every case file under some paths against what it expects.</summary>
internal static class ReplayVerb
{
    /// <summary>The cases that lie beside the tool, wherever it is installed.</summary>
    private static readonly string SavedCases = Path.Combine(AppContext.BaseDirectory, "saved");

    private static readonly Option<bool> Saved = Options.Flag(
        "--saved", "The cases that come with the tool: those that pass, and known failures.");

    private static readonly Option<bool> Update = Options.Flag(
        "--update", "Have known failures that pass now say so: those of a real Vera stay, others move to corpus/.");

    public static Command Create()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Arity = new ArgumentArity(0, 100_000),
            Description = "Case files, or folders with case files anywhere below.",
        };
        var command = new Command(
            "replay", "Run case files against what they expect. Exit code 1 if one behaves otherwise.")
        {
            paths, Saved, Options.Only, Options.Vera, Options.Base, Options.Sweep, Options.Jobs,
        };
        foreach (var option in ResultFiles.Options)
        {
            command.Add(option);
        }

        command.Add(Update);
        command.Add(Options.AllowEmpty);
        command.Add(Options.Quiet);
        return command.Does((parsed, invocation) => Run(
            [.. parsed.GetValue(paths)!, .. parsed.GetValue(Saved) ? [SavedCases] : Array.Empty<string>()],
            parsed.Read<string?>(Options.Only, text => OptionNames.Among(text, "target", TargetChoice.Names), null),
            new VeraFinder(parsed.ReadPath(Options.Vera), invocation.Stop),
            parsed.ReadPath(Options.Base),
            parsed.Read(Options.Sweep, ReadSweep, 0),
            FuzzOptions.ReadJobs(parsed),
            ResultFiles.Read(parsed),
            parsed.GetValue(Update),
            parsed.GetValue(Options.AllowEmpty),
            parsed.GetValue(Options.Quiet),
            invocation));
    }

    private static int ReadSweep(string text) =>
        OptionText.Sweep(text) ?? throw new UsageException($"'{UserText.Shown(text)}' is not all-1 or all-2");

    private static ExitCode Run(
        string[] paths, string? only, VeraFinder vera, string? other, int sweepPoints, int jobs, ResultFiles files,
        bool update, bool allowEmpty, bool quiet, Invocation invocation)
    {
        if (paths.Length == 0)
        {
            throw new UsageException($"name case files or folders, or {Saved.Name} for those that come with the tool");
        }

        if (!ReplayCases.Read(paths, vera, invocation.Screen.Error, out var cases))
        {
            return ExitCode.Usage;
        }

        files.Check(cases.Select(c => c.Path));
        vera.CheckNamed();

        cases.RemoveAll(c => only is not null && c.File.Header.Target != only);
        if (only is not null && cases.TrueForAll(c => c.Choice is null))
        {
            throw new UsageException(cases.Count == 0
                ? $"{Options.Only.Name}: none of the files is for target {only}"
                : $"no Vera was found for {Numbers.Of(cases.Count, "file")}: {VeraFinder.Advice}");
        }

        var baseVera = BaseOf(other, cases, invocation.Stop);
        invocation.Screen.Doing($"running {Numbers.Of(cases.Count, "case file")}");
        var results = new Replay(cases, sweepPoints, jobs, baseVera).Run(Print, invocation.Stop);
        var outputs = new Outputs();
        files.Write(
            outputs,
            () => ReplayDocument.Of(results, cases.Count, invocation.Stop.IsCancellationRequested),
            () => Wrong(results, cases),
            () => ReplaySummary.Of(results, cases.Count, Replaying(cases)),
            () => [.. Notes(results, cases.Count)]);
        var empty = allowEmpty ? null : EmptyReplay.Of(results, cases, vera.IsNamed || only == VeraChoice.Target);
        invocation.Screen.Say(
            ReplayReport.Summary(results, cases.Count),
            results.Any(r => r.Status == ReplayStatus.Changed) ? Tone.Bad : Tone.Plain);
        var exit = Exit(update ? [.. results.Where(r => !r.IsExpired)] : results, cases.Count, empty, invocation);
        foreach (var (result, expired) in results.Zip(cases).Where(pair => update && pair.First.IsExpired))
        {
            outputs.Try(() => invocation.Screen.Out.WriteLine($"{result.File}: {expired.Choice!.Expire(result.File)}"));
        }

        return outputs.Ended(exit);

        void Print(ReplayResult result)
        {
            if (!quiet || result.Status is not ReplayStatus.Ok)
            {
                invocation.Screen.Say(
                    ReplayReport.Line(result), result.Status == ReplayStatus.Changed ? Tone.Bad : Tone.Plain);
            }
        }
    }

    /// <param name="results">In the order of the cases, and perhaps not of all of them.</param>
    /// <param name="cases">What was to be replayed.</param>
    private static SarifResult[] Wrong(IReadOnlyList<ReplayResult> results, List<ReplayCase> cases) =>
    [
        .. from pair in results.Zip(cases)
           where pair.First.Status is ReplayStatus.Changed or ReplayStatus.Base
           select new SarifResult(
               SarifRules.Changed, ReplayReport.Compared(pair.First), pair.First.File, $"{pair.Second.File.Case}")
           {
               Again = pair.Second.Choice!.Replaying(["vera-gcstress"]),
               IsKnown = pair.First.Status == ReplayStatus.Base,
           },
    ];

    private static ExitCode Exit(
        IReadOnlyList<ReplayResult> results, int asked, string? empty, Invocation invocation)
    {
        if (invocation.Stop.IsCancellationRequested && results.Count < asked)
        {
            return ExitCode.Interrupted;
        }

        if (empty is not null)
        {
            invocation.Screen.Error.WriteLine(empty);
        }

        return empty is not null || results.Any(r => r.Status == ReplayStatus.Changed)
            ? ExitCode.Found
            : ExitCode.Clean;
    }

    /// <summary>The counts, and each file that was not judged, with the reason.</summary>
    private static IEnumerable<SarifNote> Notes(IReadOnlyList<ReplayResult> results, int asked) =>
    [
        new("summary", ReplayReport.Summary(results, asked)),
        .. from result in results
           where !ReplayReport.IsJudged(result)
           select new SarifNote(ReplayReport.Name(result.Status), ReplayReport.Line(result)),
    ];

    /// <summary>How the files that run on a real Vera, or else all of them, are run again.</summary>
    private static IReadOnlyList<string> Replaying(List<ReplayCase> cases) =>
        (cases.Select(c => c.Choice).OfType<VeraChoice>().FirstOrDefault() ?? (TargetChoice)HeapChoice.Default)
        .Replaying(["vera-gcstress"]);

    /// <summary>The Vera to compare with, if files run on another one.</summary>
    private static VeraChoice? BaseOf(string? command, List<ReplayCase> cases, CancellationToken stop)
    {
        if (command is null || cases.Select(c => c.Choice).OfType<VeraChoice>().FirstOrDefault() is not { } vera)
        {
            return null;
        }

        var found = VeraChoice.Find(command, stop);
        found.CheckIsNot(vera);
        return found;
    }
}
