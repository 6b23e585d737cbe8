using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Documents;
using Vera.GcStress.Files;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Campaigns;
using Vera.GcStress.Reporting.Replays;
using Vera.GcStress.Reporting.Sarif;
using Vera.GcStress.Repros;
using Vera.GcStress.Triage;
using Vera.GcStress.Wiring;
using Vera.GcStress.Wiring.Trials;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>fuzz</c>: the canary, then a campaign, then the report.</summary>
internal sealed class FuzzVerb(FuzzOptions options, bool verbose, Invocation invocation)
{
    public static Command Create()
    {
        var command = new Command(
            "fuzz", "Draw and judge cases; shrink and save what fails. Exit code 1 if something was found.");
        foreach (var option in FuzzOptions.All)
        {
            command.Add(option);
        }

        return command.Does((parsed, invocation) => new FuzzVerb(
            FuzzOptions.Read(parsed), parsed.GetValue(Options.Verbose), invocation).Run());
    }

    /// <summary>How long after its time a campaign on a real Vera may still look at what it has found.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(10);

    private readonly CampaignEnd ending = new(options, invocation.Screen);
    private readonly Outputs outputs = new();

    /// <summary>Saved cases whose programs show the failure without us.</summary>
    private readonly HashSet<string> alone = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TargetChoice choice = options.Heap;
    private ImmutableArray<StressCase> parents = [];
    private TimeSpan start;
    private VeraChoice? other;

    /// <summary>A real Vera may hang at any time, from its start on: it is not waited for beyond the time.</summary>
    private ExitCode Run()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(invocation.Stop);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(invocation.Stop);
        if (options.Target == VeraChoice.Target && options.Time is { } time)
        {
            deadline.CancelAfter(time);
            end.CancelAfter(time + Afterwards);
        }

        try
        {
            return Run(deadline.Token, end.Token);
        }
        catch (OperationCanceledException) when (!invocation.Stop.IsCancellationRequested)
        {
            return ending.OfNothing($"Vera did not answer within {OptionText.Print(options.Time!.Value)}");
        }
    }

    private ExitCode Run(CancellationToken deadline, CancellationToken end)
    {
        if (options.Target == VeraChoice.Target)
        {
            var found = Found(options.Vera);
            other = options.Base is { } command ? Found(command) : null;
            other?.CheckIsNot(found);
            choice = found;
            start = clock.Elapsed;
        }

        VeraChoice Found(string? command) => VeraChoice.Find(command, deadline) with
        {
            Host = options.Host,
            SwapsCollector = options.SwapsCollector,
            Jobs = options.Jobs,
            End = end,
        };

        var library = options.Documents.IsEmpty
            ? DocumentLibrary.BuiltIn
            : DocumentLibrary.BuiltIn.With(DocumentLibrary.Load(options.Documents));
        if (!ReplayCases.Read(
            options.Known, VeraFinder.None, invocation.Screen.Error, out var saved, allowsEmpty: true))
        {
            return ExitCode.Usage;
        }

        foreach (var (file, why) in library.Report.Unusable)
        {
            invocation.Screen.Error.WriteLine($"{UserText.Shown(file)}: no document to use: {why}");
        }

        parents = SavedParents.Of(options);
        WholeFile.CheckFolder(options.Out);
        WholeFile.CheckFolder(options.Keep ?? options.Out);
        options.Results.Check(saved.Select(s => s.Path));
        if (FaultTrials.Elsewhere(options.Heap.Options) is { } elsewhere)
        {
            invocation.Screen.Error.WriteLine(elsewhere);
        }

        Canary? canary = null;
        if (options.Canary)
        {
            invocation.Screen.Doing("looking for a bug that is known to be there: the canary");
            canary = Canary.Catch(options.Seed, options.Jobs, options.Heap.Gc, invocation.Stop);
            if (!canary.IsCaught)
            {
                CanaryText.Missed(canary, invocation.Screen);
                return invocation.Stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Broken;
            }
        }

        var report = Campaign(library, saved, deadline);
        report.Unsaved.ForEach(outputs.Failed);
        invocation.Screen.Doing("saving what was found");
        SavePrograms(report);
        if (options.Keep is { } keep)
        {
            outputs.Try(() => report.Kept.Save(keep, choice.Header(new Expectation.Pass()) with { Versions = null }));
        }

        Print(report, library, canary);
        return outputs.Ended(ending.Of(report, start));
    }

    private CampaignReport Campaign(DocumentLibrary library, List<ReplayCase> saved, CancellationToken deadline)
    {
        var identity = CampaignIdentity.Of(options, choice, other, saved, library);
        using var state = options.State is { } at ? StateFolder.Take(at, identity, options.Shard) : null;
        var suited = CampaignOptions(library) with { State = state, Identity = identity };
        using var baseLine = other is null ? null : new BaseLine($"{other}", () => other.NewRig(), suited.Signatures);
        var known = KnownOf(saved, suited, deadline);
        var campaign = new Campaign(
            suited with
            {
                Known = known,
                Base = baseLine,
                Deadline = deadline,
                Time = options.Target == VeraChoice.Target ? Left(options.Time) : options.Time,
            },
            () => choice.NewRig());
        var progress = new CampaignProgress(invocation.Screen, options.Quiet);
        try
        {
            return progress.Watch(note => campaign.Run(note, invocation.Stop));
        }
        catch (HarnessBrokenException broken)
        {
            throw BrokenCase.Save(broken, choice, options.Out);
        }
    }

    /// <summary>What the start has left of the time.</summary>
    private TimeSpan? Left(TimeSpan? time) => time is { } all
        ? TimeSpan.FromMilliseconds(Math.Max(1, (all - clock.Elapsed).TotalMilliseconds))
        : null;

    private KnownFailures KnownOf(List<ReplayCase> saved, CampaignOptions suited, CancellationToken deadline)
    {
        var shown = saved.Where(s => choice.FailsSays(s.File.Header)).Select(s => s.OnFile).ToArray();
        if (shown.Length == 0)
        {
            return KnownFailures.None;
        }

        invocation.Screen.Doing($"running the known {Numbers.Of(shown.Length, "case")}");
        using var rig = choice.NewRig(deadline);
        return KnownFailures.Of(shown, rig, suited.Signatures, deadline);
    }

    private CampaignOptions CampaignOptions(DocumentLibrary library) => choice.Suited(new(
        options.Seed,
        choice.Drawing(options.Generation, library),
        choice.Header(new Expectation.Pass()))
    {
        CasesMax = options.Cases,
        Time = options.Time,
        Jobs = options.Jobs,
        Shard = options.Shard,
        SweepPoints = options.SweepPoints,
        CellsRequired = options.CellsRequired,
        FeaturesRequired = options.FeaturesRequired,
        Parents = parents,
        Folder = options.Out,
        Again = number => ShellText.CommandLine(["fuzz", .. options.ArgumentsOf(number)]),
        SmallerDocuments = (type, document) => DocumentEdits.Smaller(document, type),
    });

    /// <summary>To compile what was not shrunk takes long, and the time is up.</summary>
    private void SavePrograms(CampaignReport report)
    {
        foreach (var findings in report.Findings.Where(f => f.File is not null).GroupBy(f => f.IsMinimal))
        {
            outputs.Try(() => alone.UnionWith(choice.SavePrograms(
                [.. findings.Select(f => f.File!)], inHaste: report.Interrupted || !findings.Key)));
        }
    }

    private void Print(CampaignReport report, DocumentLibrary library, Canary? canary)
    {
        var about = new CampaignFacts(
            $"{choice}",
            options.ToJson(),
            Again(report).ToArguments(),
            options.Documents.IsEmpty ? null : library.Report)
        {
            Runner = Runner.Here,
            Replaying = choice.Replaying(["vera-gcstress"]),
            Seed = options.SeedText,
            Base = other is null ? null : $"{other}",
            Canary = canary,
            Advice = found => found.File is { } file
                ? choice.Again(found, file, alone.Contains(file), Runner.Here)
                : [],
        };
        options.Results.Write(
            outputs,
            () => CampaignDocument.Of(report, about, canary?.Finding),
            () => [.. report.Findings.Concat(report.Known).Select(Wrong)],
            () => CampaignSummary.Of(report, about),
            () => [new("summary", CampaignText.Verdicts(report))]);
        new CampaignText(invocation.Screen, verbose ? Detail.Full : options.Quiet ? Detail.Brief : Detail.Usual)
            .Print(report, about);
    }

    /// <summary>
    /// The options as they are if all that they ask for was done; however long the campaign was told to run otherwise,
    /// it judged the cases up to one, and these are what is run again.
    /// </summary>
    private FuzzOptions Again(CampaignReport report) =>
        report.LastNumber < 0 ||
        (options.Cases is { } asked && report.Cases == Shard.CasesOf(options.Shard ?? (1, 1), asked))
            ? options
            : options with { Cases = report.LastNumber + 1, Time = null };

    private SarifResult Wrong(Finding finding) => new(
        finding.Failure.Oracle.Text(),
        $"op {finding.Failure.Op}: {finding.Failure.Evidence}" +
        (finding.Cause is { } cause ? $"; likely cause: {cause}" : "") +
        (finding.Base is { } shows ? $"; the base, {shows}, shows it too" : ""),
        finding.Known ?? finding.File,
        $"{finding.Case}")
    {
        Again = choice.Replaying(["vera-gcstress"]),
        IsKnown = finding.Known is not null || finding.Base is not null,
        Evidence = finding.Failure.Evidence,
    };
}
