using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Steering;

namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>A campaign's report as one JSON document, for scripts.</summary>
internal readonly struct CampaignDocument(CampaignReport report, CampaignFacts facts, Finding? canary)
{
    public ulong Seed => report.Options.Seed;

    /// <summary>Scripts that read numbers as floating-point ones lose the end of a large seed; not of this.</summary>
    public string SeedText => $"{Seed}";

    /// <summary>As the user gave it.</summary>
    public string SeedGiven => facts.Seed;

    public JsonObject Options => facts.Options;

    public IReadOnlyList<string> Arguments => facts.Arguments;

    public long Cases => report.Cases;

    public VerdictCounts Verdicts => new(report.Passed, report.Failed, report.Inconclusive, report.Unsupported);

    public long Compiled => report.Options.CompilesEach ? report.Cases - report.Unsupported : report.Compiled;

    public long Varied => report.Varied;

    public long Swept => report.Swept;

    public long NotSwept => report.NotSwept;

    public long ScheduleRuns => report.ScheduleRuns;

    public long CasesBefore => report.CasesBefore;

    public double ElapsedS => JsonText.Seconds(report.Elapsed);

    public double ShrinkingS => JsonText.Seconds(report.Shrinking);

    public long Runs => report.Runs;

    public double RunsPerS => Math.Round(report.RunsPerSecond, 1);

    public double CasesPerS => Math.Round(report.CasesPerSecond, 1);

    public bool Interrupted => report.Interrupted;

    public long Allocations => report.Allocations;

    public long Collections => report.Collections;

    public int HeapBytesMax => report.HeapBytesMax;

    public long HeldBytes => report.Held.Live;

    public long NeededBytes => report.Held.Reached;

    public Dictionary<string, Dictionary<string, int>> Axes => AxisTable.Grouped(report.Axes)
        .ToDictionary(axis => axis.Axis, axis => axis.Values.ToDictionary(value => value.Value, value => value.Count));

    public Dictionary<string, ConstructFields> Constructs => ConstructFields.Of(report.Constructs);

    /// <summary>Null where the target does not show when it collects.</summary>
    public CellCounts? Cells => report.Coverage is { IsKnown: true } coverage
        ? new(
            coverage.Reachable,
            coverage.Hit,
            report.Options.CellsRequired,
            report.CellsMissed.Count,
            coverage.LeastFirst().Take(CellTable.RowsMax).Select(c => new CellCount($"{c.Cell}", c.Cases)))
        : null;

    /// <summary>Null where the target counts none.</summary>
    public Dictionary<string, long>? Features => report.Options.Features.IsEmpty
        ? null
        : report.Options.Features.ToDictionary(feature => feature.Name, report.Features.CasesOf);

    public int FeaturesSeen => report.FeaturesSeen;

    public int FeaturesRequired => report.Options.FeaturesRequired;

    public IReadOnlyDictionary<string, long> Limits => report.Limits;

    public IReadOnlyDictionary<string, long> UnsupportedReasons => report.Gaps;

    public DocumentCounts? Documents => facts.Documents is { } load ? new(load) : null;

    public FindingFields? Canary => canary is null ? null : new(canary);

    public int KindsLeft => report.KindsLeft;

    public int Alike => report.Alike;

    public IReadOnlyList<DrawnLess> DrawnLess => report.Failing.DrawnLess;

    public IEnumerable<FindingFields> Findings => report.Findings.Select(finding => new FindingFields(finding));

    public int KnownFiles => report.Options.Known.Count;

    /// <summary>What is compared with, or null.</summary>
    public string? Base => facts.Base;

    public IEnumerable<FindingFields> Known => report.Known.Select(finding => new FindingFields(finding));

    /// <param name="report">What the campaign counted and found.</param>
    /// <param name="facts">What ran, and from which arguments.</param>
    /// <param name="canary">What the canary was caught with, if there was one.</param>
    public static string Of(CampaignReport report, CampaignFacts facts, Finding? canary) =>
        JsonText.Of("fuzz", new CampaignDocument(report, facts, canary), CampaignContext.Default);

    internal sealed record VerdictCounts(long Pass, long Fail, long Inconclusive, long Unsupported);

    internal sealed record CellCounts(
        int Reachable, int Hit, long Required, int Missed, IEnumerable<CellCount> Rarest);

    internal sealed record CellCount(string Cell, int Cases);

    internal readonly struct DocumentCounts(LoadReport load)
    {
        public int FilesSeen => load.FilesSeen;

        public int Json => load.Json;

        public int Html => load.Html;

        public int Markdown => load.Markdown;

        public Dictionary<string, int> Skipped => load.Skipped.ToDictionary(pair => $"{pair.Key}", pair => pair.Value);
    }

    internal readonly struct FindingFields(Finding finding)
    {
        public string Oracle => finding.Failure.Oracle.Text();

        public int Op => finding.Failure.Op;

        public string Evidence => $"{finding.Failure.Evidence}";

        public JsonNode? EvidenceRecord => EvidenceJson.Of(finding.Failure.Evidence);

        public string? Cause => finding.Cause;

        public string? Shows => finding.Shows?.ToString().ToLowerInvariant();

        public string? Cure => finding.Cure;

        public string? Signature => finding.Signature;

        public string? Container => finding.Container?.ToString();

        public string? Element => (finding.Element ?? finding.Failure.Subject)?.ToString();

        public int Ops => finding.Case.Ops.Length;

        public int DrawnOps => finding.DrawnOps;

        public int Attempts => finding.Attempts;

        public bool Minimal => finding.IsMinimal;

        public string? CutShortBy => ShrinkEnd.Name(finding.Limit);

        public long CaseNumber => finding.Number;

        public string? Base => finding.Base;

        public string? File => finding.Known ?? finding.File;

        public string Case => $"{finding.Case}";
    }
}

[JsonSerializable(typeof(CampaignDocument))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class CampaignContext : JsonSerializerContext;
