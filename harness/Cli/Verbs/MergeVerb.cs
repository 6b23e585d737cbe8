using System.CommandLine;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Files;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Campaigns;
using Vera.GcStress.Reporting.Sarif;
using Vera.GcStress.Repros;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>merge</c>: the states of campaigns, their parts and their nights as one.</summary>
/// <remarks>What is merged is a state too, and may be merged again. The order of the inputs changes nothing.</remarks>
internal static class MergeVerb
{
    private const string Report = "report.json";

    private static readonly Argument<string[]> Inputs = new("DIR")
    {
        Description = "Folders that campaigns or merges left with --state or -o.",
        Arity = new ArgumentArity(1, 100_000),
    };

    private static readonly Option<string?> Out = Options.Text(
        "--out", "DIR", "Where the merged state, findings and reports are written.", "-o");

    private static readonly Option<bool> AllowMissing = Options.Flag(
        "--allow-missing", "Parts that are missing, or not at their end, are all right.");

    public static Command Create() =>
        new Command(
            "merge",
            "Unite what parts and nights of campaigns found. Exit code 1 if there are findings, 2 if an input could " +
            "not be read, or a campaign is not whole.")
        { Inputs, Out, AllowMissing, }
        .Does((parsed, invocation) => Run(
            [.. parsed.GetValue(Inputs)!.Select(UserText.Path)],
            parsed.ReadPath(Out) ?? throw new UsageException($"{Out.Name}: a folder is needed"),
            parsed.GetValue(AllowMissing),
            invocation.Screen));

    private static ExitCode Run(string[] inputs, string folder, bool allowsMissing, Screen screen)
    {
        CheckIsFor(inputs, folder);
        var states = new List<(string, CampaignState)>();
        var unreadable = new List<(string, string)>();
        foreach (var input in inputs.Distinct().Order(StringComparer.Ordinal))
        {
            Read(input, states, unreadable);
        }

        var union = CampaignUnion.Of(states);
        union = union with { LeftOut = [.. union.LeftOut.Concat(unreadable).Order()] };
        foreach (var (input, why) in union.LeftOut)
        {
            screen.Error.WriteLine($"{UserText.Shown(input)}: left out: {why}");
        }

        if (union.Campaigns.IsEmpty)
        {
            return ExitCode.Usage;
        }

        var found = UnitedFindings.Of(union.Campaigns);
        using var held = FolderLock.Make(folder);
        var outputs = new Outputs();
        Write(folder, union, found, outputs);
        screen.Out.Write(MergeSummary.Of(union, found));
        var isWhole = TellGaps(union, screen) || allowsMissing;
        return outputs.Ended(
            unreadable.Count > 0 || !isWhole ? ExitCode.Usage
            : found.Findings.IsEmpty ? ExitCode.Clean
            : ExitCode.Found);
    }

    /// <exception cref="UsageException">What is merged, or what others left there, would be written over.</exception>
    private static void CheckIsFor(string[] inputs, string folder)
    {
        if (inputs.Any(input => Path.GetFullPath(input) == Path.GetFullPath(folder)))
        {
            throw new UsageException($"{folder}: is among what is merged");
        }

        WholeFile.CheckFolder(folder);
        if (!PlainFile.Exists(Path.Combine(folder, Report)) && Directory.Exists(folder)
            && Directory.EnumerateFileSystemEntries(folder).Any(entry => !FolderLock.Leaves(entry)))
        {
            throw new UsageException($"{UserText.Shown(folder)}: is neither empty nor what a merge left there before");
        }
    }

    /// <summary>Says what the campaigns lack; true: nothing.</summary>
    private static bool TellGaps(CampaignUnion union, Screen screen)
    {
        var gaps = MergeGaps.Of(union).ToArray();
        foreach (var (identity, what) in gaps)
        {
            screen.Error.WriteLine($"not the whole campaign: {what}: {UserText.OneLine(identity)}");
        }

        return gaps.Length == 0;
    }

    private static void Read(
        string input, List<(string, CampaignState)> states, List<(string, string)> unreadable)
    {
        var path = Path.Combine(input, StateFile.Name);
        try
        {
            var text = PlainFile.Text(path, StateFolder.BytesMax) ?? "";
            if (StateFile.Parse(text, out var why) is { } campaigns)
            {
                CheckCases(campaigns);
                states.AddRange(campaigns.Select(campaign => (input, campaign)));
            }
            else
            {
                unreadable.Add((input, why));
            }
        }
        catch (CaseFormatException)
        {
            unreadable.Add((input, "a case in its state is none"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unreadable.Add((input, PlainFile.Exists(input) ? "this is a file: the folder that it lies in is needed"
                : Directory.Exists(input) ? "there is no state of a campaign"
                : "there is no such folder"));
        }
    }

    /// <exception cref="CaseFormatException">What may be told of, known or new, is no case.</exception>
    private static void CheckCases(IEnumerable<CampaignState> campaigns)
    {
        foreach (var kind in campaigns.SelectMany(campaign => campaign.Kinds)
            .Where(kind => kind.Fate == KindFate.Known || kind.Signature is not null))
        {
            CaseFile.Parse(kind.Text, StateFile.Name);
        }
    }

    /// <summary>
    /// The report first: by it the folder is known for a merge's, should this one be killed. The state last: where it
    /// lies, the rest does too.
    /// </summary>
    private static void Write(string folder, CampaignUnion union, UnitedFindings found, Outputs outputs)
    {
        outputs.Write(Path.Combine(folder, Report), () => MergeDocument.Of(union, found));
        var cases = found.Findings.Select(finding => CaseFile.Parse(finding.Kind.Text, StateFile.Name));
        WriteCases(Path.Combine(folder, "findings"), cases, outputs);
        WriteCases(Path.Combine(folder, "corpus"), union.Corpus, outputs);
        outputs.Write(Path.Combine(folder, "report.sarif"), () => SarifText.Of(
            [.. found.Findings.Select(Wrong), .. found.Known.Select(known => Wrong(known) with { IsKnown = true })],
            ToolVersions.Tool, Environment.CurrentDirectory));
        outputs.Write(Path.Combine(folder, "report.md"), () => MergeSummary.Of(union, found));
        outputs.Write(Path.Combine(folder, "report.html"), () => MergePage.Of(union, found));
        outputs.Write(Path.Combine(folder, StateFile.Name), () => StateFile.Print(union.States));
    }

    /// <summary>What an earlier merge left there and is not among them is removed.</summary>
    private static void WriteCases(string folder, IEnumerable<CaseFile> files, Outputs outputs)
    {
        WholeFile.MakeFolder(folder);
        var kept = new HashSet<string>();
        foreach (var file in files)
        {
            var place = Path.Combine(folder, CaseFolder.NameOf(file));
            kept.Add(Path.GetFullPath(place));
            outputs.Try(() => file.Write(place));
        }

        foreach (var old in CaseFolder.List([folder]).Where(old => !kept.Contains(Path.GetFullPath(old))))
        {
            WholeFile.Discard(old);
        }
    }

    private static SarifResult Wrong(UnitedFinding finding) => new(
        finding.Kind.Oracle,
        $"op {finding.Kind.Op}: {finding.Kind.Evidence}" +
        (finding.Kind.Cause is { } cause ? $"; likely cause: {cause}" : ""),
        finding.Kind.Known,
        finding.Case);
}
