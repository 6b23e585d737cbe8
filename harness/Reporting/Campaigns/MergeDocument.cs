using System.Text.Json.Serialization;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Coverage;

namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>Several campaigns as one JSON document, for scripts.</summary>
internal readonly struct MergeDocument(CampaignUnion union, UnitedFindings found)
{
    public IEnumerable<CampaignFields> Campaigns => union.Campaigns.Select(campaign => new CampaignFields(campaign));

    public IEnumerable<LeftOutFields> LeftOut => union.LeftOut.Select(left => new LeftOutFields(left.Input, left.Why));

    public long Cases => CasesOf(union.Counts);

    public CampaignDocument.VerdictCounts Verdicts => union.Counts is { Sums: var sums }
        ? new(sums[0], sums[1], sums[2], sums[3])
        : new(0, 0, 0, 0);

    public Dictionary<string, ConstructFields> Constructs =>
        ConstructFields.Of(ConstructTally.Of(union.Counts?.Constructs ?? []));

    public int CellsHit => union.Counts?.Cells.Count ?? 0;

    public IReadOnlyDictionary<string, long> Features =>
        union.Counts?.Features ?? new SortedDictionary<string, long>();

    public int Corpus => union.Corpus.Length;

    public int Alike => found.Alike;

    public int KindsLeft => found.KindsLeft;

    public IEnumerable<UnitedFields> Findings => found.Findings.Select(finding => new UnitedFields(finding));

    public IEnumerable<UnitedFields> Known => found.Known.Select(finding => new UnitedFields(finding));

    public static long CasesOf(CampaignCounts? counts) => counts?.Sums.Take(4).Sum() ?? 0;

    public static string Of(CampaignUnion union, UnitedFindings found) =>
        JsonText.Of("merge", new MergeDocument(union, found), MergeContext.Default);

    internal sealed record LeftOutFields(string Input, string Why);

    internal readonly struct CampaignFields(UnitedCampaign campaign)
    {
        public string Identity => campaign.Identity;

        public IEnumerable<int> Parts => campaign.Parts.Select(part => part.Part);

        public int Of => campaign.Of;

        public IEnumerable<int> Missing => campaign.Missing;

        public IEnumerable<int> Unended => campaign.Unended;

        public long Cases => CasesOf(campaign.Counts);
    }

    internal readonly struct UnitedFields(UnitedFinding finding)
    {
        public string Oracle => finding.Kind.Oracle;

        public int Op => finding.Kind.Op;

        public string Evidence => finding.Kind.Evidence;

        public string? Cause => finding.Kind.Cause;

        public string? Shows => finding.Kind.Shows?.ToLowerInvariant();

        public string? Cure => finding.Kind.Cure;

        public string? Signature => finding.Kind.Signature;

        public bool Minimal => finding.Kind.IsMinimal;

        public int Campaigns => finding.Campaigns;

        public long CaseNumber => finding.Kind.Number;

        public string Identity => finding.Identity;

        public string? File => finding.Kind.Known ?? finding.Kind.File;

        public string Case => finding.Case;
    }
}

[JsonSerializable(typeof(MergeDocument))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class MergeContext : JsonSerializerContext;
