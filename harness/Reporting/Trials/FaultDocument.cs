using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>The planted bugs and what became of them as one JSON document, for scripts.</summary>
internal readonly struct FaultDocument(
    IReadOnlyList<FaultRow> rows, TrialScore score, BucketScore buckets)
{
    public int Planted => score.Results.Length;

    public int Caught => score.Caught;

    public double Score => Math.Round(score.Score, 4);

    public double BucketPrecision => Math.Round(buckets.Precision, 4);

    public double BucketRecall => Math.Round(buckets.Recall, 4);

    public double ElapsedS => JsonText.Seconds(score.Elapsed);

    public bool Interrupted => score.Interrupted;

    public IEnumerable<FaultFields> Faults => rows.Select(row => new FaultFields(row));

    public static string Of(IReadOnlyList<FaultRow> rows, TrialScore score, BucketScore buckets) =>
        JsonText.Of("faults", new FaultDocument(rows, score, buckets), FaultContext.Default);

    internal sealed record RunFields(ulong Seed, long Cases, string? Oracle);

    internal sealed record FormFields(string Case, int Seeds);

    internal readonly struct FaultFields(FaultRow row)
    {
        public string Name => row.Result.Name;

        public string Layer => row.Layer;

        public int? Issue => row.Issue;

        public string Mechanism => row.Mechanism;

        public string ShowsWith => row.Where;

        public string? Alike => row.Alike;

        public bool Caught => row.Result.IsCaught;

        public long CasesMedian => row.Result.MedianCases;

        public double ElapsedS => JsonText.Seconds(row.Result.Elapsed);

        public string? Evidence => row.Result.Failure?.Evidence.ToString();

        public JsonNode? EvidenceRecord => EvidenceJson.Of(row.Result.Failure?.Evidence);

        public string? Case => row.Result.Shrunk?.ToString();

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public int? Ops => row.Result.Shrunk?.Ops.Length;

        public IEnumerable<string> Signatures => row.Result.Signatures;

        public int SeedsAlike => row.Result.Alike;

        public IEnumerable<FormFields> Forms => row.Result.Texts.CountBy(text => text)
            .OrderByDescending(form => form.Value).Select(form => new FormFields(form.Key, form.Value));

        public IEnumerable<RunFields> Runs =>
            row.Result.Runs.Select(run => new RunFields(run.Seed, run.Cases, run.Oracle?.Text()));
    }
}

[JsonSerializable(typeof(FaultDocument))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class FaultContext : JsonSerializerContext;
