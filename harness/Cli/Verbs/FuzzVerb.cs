using System.CommandLine;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Documents;
using Vera.GcStress.Files;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Campaigns;
using Vera.GcStress.Reporting.Sarif;
using Vera.GcStress.Repros;
using Vera.GcStress.Triage;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>fuzz</c>: the canary, then a campaign, then the report.</summary>
internal sealed class FuzzVerb(FuzzOptions options, bool verbose, Invocation invocation)
{
    public static Command Create(Invocation invocation)
    {
        var command = new Command(
            "fuzz", "Draw and judge cases; shrink and save what fails. Exit code 1 if something was found.");
        foreach (var option in FuzzOptions.All)
        {
            command.Add(option);
        }

        return command.Does(parsed => new FuzzVerb(
            FuzzOptions.Read(parsed), parsed.GetValue(Options.Verbose), invocation).Run());
    }

    private readonly Outputs outputs = new();
    private TargetChoice choice = options.Heap;

    private ExitCode Run()
    {
        choice = options.Target == VeraChoice.Target
            ? VeraChoice.Find(options.Vera, invocation.Stop) with { Host = options.Host }
            : options.Heap;
        var library = options.Documents.IsEmpty
            ? DocumentLibrary.BuiltIn
            : DocumentLibrary.BuiltIn.With(DocumentLibrary.Load(options.Documents));
        if (!ReplayCases.Read(options.Known, VeraFinder.None, invocation.Screen.Error, out var saved))
        {
            return ExitCode.Usage;
        }

        foreach (var (file, why) in library.Report.Unusable)
        {
            invocation.Screen.Error.WriteLine($"{UserText.Shown(file)}: no document to use: {why}");
        }

        WholeFile.CheckFolder(options.Out);
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
            canary.Print(invocation.Screen);
            if (!canary.IsCaught)
            {
                return invocation.Stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Broken;
            }
        }

        var report = Campaign(library, saved);
        report.Unsaved.ForEach(outputs.Failed);
        invocation.Screen.Doing("saving what was found");
        SavePrograms(report);
        Print(report, library, canary);
        return outputs.Ended(Exit(report));
    }

    private CampaignReport Campaign(DocumentLibrary library, List<ReplayCase> saved)
    {
        var suited = CampaignOptions(library);
        var campaign = new Campaign(
            suited with { Known = KnownOf(saved, suited) }, () => choice.NewRig(invocation.Stop));
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

    private KnownFailures KnownOf(List<ReplayCase> saved, CampaignOptions suited)
    {
        var shown = saved.Where(s => choice.FailsSays(s.File.Header)).Select(s => (s.Path, s.File.Case)).ToArray();
        if (shown.Length == 0)
        {
            return KnownFailures.None;
        }

        invocation.Screen.Doing($"running the known {Numbers.Of(shown.Length, "case")}");
        using var rig = choice.NewRig(invocation.Stop);
        return KnownFailures.Of(shown, rig, suited.Signatures, invocation.Stop);
    }

    private CampaignOptions CampaignOptions(DocumentLibrary library) => choice.Suited(new(
        options.Seed,
        options.Generation with { Documents = choice.Documents(library) },
        choice.Header(new Expectation.Pass()))
    {
        CasesMax = options.Cases,
        Time = options.Time,
        Jobs = options.Jobs,
        Shard = options.Shard,
        SweepPoints = options.SweepPoints,
        CellsRequired = options.CellsRequired,
        Folder = options.Out,
        Again = number => ShellText.CommandLine(["fuzz", .. options.ArgumentsOf(number)]),
        SmallerDocuments = (type, document) => DocumentEdits.Smaller(document, type),
    });

    /// <summary>To compile what was not shrunk takes long, and the time is up.</summary>
    private void SavePrograms(CampaignReport report)
    {
        foreach (var findings in report.Findings.Where(f => f.File is not null).GroupBy(f => f.IsMinimal))
        {
            outputs.Try(() => choice.SavePrograms(
                [.. findings.Select(f => f.File!)], inHaste: report.Interrupted || !findings.Key));
        }
    }

    private void Print(CampaignReport report, DocumentLibrary library, Canary? canary)
    {
        // However long the campaign was told to run: this many cases are what it judged.
        var last = Shard.NumberAt(options.Shard, Math.Max(1, report.Cases) - 1);
        var again = options with { Cases = last + 1, Time = null };
        var about = new CampaignFacts(
            $"{choice}",
            options.ToJson(),
            again.ToArguments(),
            options.Documents.IsEmpty ? null : library.Report);
        options.Results.Write(
            outputs,
            () => CampaignDocument.Of(report, about, canary?.Finding),
            () => [.. report.Findings.Concat(report.Known).Select(Wrong)],
            () => CampaignSummary.Of(report, about));
        new CampaignText(invocation.Screen, verbose ? Detail.Full : options.Quiet ? Detail.Brief : Detail.Usual)
            .Print(report, about);
    }

    private static SarifResult Wrong(Finding finding) => new(
        finding.Failure.Oracle.Text(),
        $"op {finding.Failure.Op}: {finding.Failure.Evidence}" +
        (finding.Cause is { } cause ? $"; likely cause: {cause}" : ""),
        finding.Known ?? finding.File,
        $"{finding.Case}")
    {
        IsKnown = finding.Known is not null,
        Evidence = finding.Failure.Evidence,
    };

    private ExitCode Exit(CampaignReport report)
    {
        if (report.Interrupted)
        {
            return ExitCode.Interrupted;
        }

        if (report.SaysNothing)
        {
            invocation.Screen.Error.WriteLine(
                "this campaign says nothing: most of its cases hit a limit" +
                (report.Limits.Count > 0 ? $", first of all '{report.Limits.MaxBy(l => l.Value).Key}'" : ""));
            return ExitCode.Broken;
        }

        return report.Findings.Count > 0 || report.CellsMissed.Count > 0 ? ExitCode.Found : ExitCode.Clean;
    }
}
