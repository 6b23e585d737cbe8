using System.Collections.Immutable;
using System.CommandLine;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Documents;
using Vera.GcStress.Files;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Trials;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Triage;
using Vera.GcStress.Wiring;
using Vera.GcStress.Wiring.Trials;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>faults</c>: plants every bug of the catalogue, one at a time, and says which oracle caught it.</summary>
internal static class FaultsVerb
{
    private static readonly Option<string?> Only = Options.Text(
        "--only", "NAMES", "Which faults, with commas between them (default: all; a wrong name lists them).");

    private static readonly Option<string?> Seed = Options.Text(
        "--seed", "SEED", "The one seed to use (default: 1, 2 and 3).");

    private static readonly Option<string?> Seeds = Options.Text(
        "--seeds", "N", "As many seeds, from 1 on: what their failures end in should be one case.");

    private const int ShrinkAttemptsMax = 12_000;

    private const int SeedsMax = 1000;

    /// <summary>A fifth of what a campaign looks at: one fault of many has to be quick.</summary>
    private const int SmallCasesMax = 12_000;

    public static Command Create() =>
        new Command(
            "faults",
            "Plant known bugs and see which are caught, by cases that pass without them. Exit code 1 if one survives.")
        {
            Only, Seed, Seeds, Options.Jobs, Options.Json,
        }
        .Does(Run);

    private static ExitCode Run(ParseResult parsed, Invocation invocation)
    {
        var faults = parsed.Read(Only, Chosen, FaultCatalogue.All);
        var asksForForms = parsed.GetValue(Seeds) is not null;
        var options = new TrialOptions
        {
            SmallerDocuments = (type, text) => DocumentEdits.Smaller(text, type),
            ShrunkMax = int.MaxValue,
            // As a campaign shrinks, where what the seeds end in is asked for.
            ShrinkAttemptsMax = asksForForms ? ShrinkOptions.AttemptsUsual : ShrinkAttemptsMax,
            SmallCasesMax = asksForForms ? CampaignOptions.SmallCasesUsual : SmallCasesMax,
        };
        if (parsed.GetValue(Seed) is not null && parsed.GetValue(Seeds) is not null)
        {
            throw new UsageException("--seed names one seed, --seeds says how many: not both");
        }

        options = options with
        {
            Seeds = parsed.Read(
                Seed,
                text => [OptionText.Seed(text)],
                parsed.Read(Seeds, text => [.. FromOne(OptionText.Count(1, SeedsMax)(text))], options.Seeds)),
            Jobs = FuzzOptions.ReadJobs(parsed),
        };
        var file = parsed.ReadPath(Options.Json);
        if (file is not null)
        {
            WholeFile.Check(file);
        }

        var ended = 0;
        Progress(null);
        var score = new TrialRunner(options).Run([.. faults.Select(FaultTrials.Planted)], Progress, invocation.Stop);
        var rows = Rows(score);
        var buckets = BucketsOf(rows);
        FaultTable.Print(invocation.Screen, rows, score, buckets);
        var outputs = new Outputs();
        outputs.Write(file, () => FaultDocument.Of(rows, score, buckets));
        return outputs.Ended(score.Interrupted ? ExitCode.Interrupted
            : score.Caught == faults.Length ? ExitCode.Clean
            : ExitCode.Found);
        void Progress(TrialResult? last) => invocation.Screen.Doing(
            $"{(last is null ? ended : Interlocked.Increment(ref ended))} of {faults.Length} faults tried");
    }

    private static IEnumerable<ulong> FromOne(long count) =>
        Enumerable.Range(1, (int)count).Select(seed => (ulong)seed);

    /// <summary>A bucket is what failures of one heap end in; a bug is the fault that was planted there.</summary>
    private static BucketScore BucketsOf(IEnumerable<FaultRow> rows) => BucketScore.Of(
        from row in rows
        from signature in row.Result.Signatures
        select (row.Alike ?? row.Result.Name, $"{row.Where}\n{signature}"));

    private static ImmutableArray<Fault> Chosen(string text) =>
    [
        .. text.Split(',', StringSplitOptions.TrimEntries).Distinct().Select(name =>
            FaultCatalogue.All.FirstOrDefault(f => f.Name == name) ?? throw Unknown(name)),
    ];

    private static UsageException Unknown(string name)
    {
        var names = FaultCatalogue.Names;
        var shown = UserText.Shown(name);
        return new($"unknown fault '{shown}'{Spelling.Hint(shown, names)}; known: {string.Join(", ", names)}");
    }

    private static ImmutableArray<FaultRow> Rows(TrialScore score)
    {
        var faults = FaultCatalogue.All.ToDictionary(f => f.Name);
        return
        [
            .. score.Results.Select(result =>
            {
                var fault = faults[result.Name];
                return new FaultRow(
                    OptionNames.Of(fault.Layer), fault.Issue, fault.Mechanism, FaultTrials.Where(fault.Shows), result)
                {
                    Alike = fault.Alike,
                };
            }),
        ];
    }
}
