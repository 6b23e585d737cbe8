using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Vera.GcStress.Exhausting;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Reporting.Exhausting;

/// <summary>What came of all small programs as one JSON document, for scripts.</summary>
internal readonly struct ExhaustDocument(ExhaustReport report, string target)
{
    public string Target => target;

    public int Ops => report.StepsMax;

    public long Programs => report.Programs;

    public long Tried => report.Tried;

    public long Runs => report.Runs;

    public long Failed => report.Failed;

    public long Unjudged => report.Unjudged;

    public double ElapsedS => JsonText.Seconds(report.Elapsed);

    public bool Interrupted => report.Next is not null;

    public long? Next => report.Next;

    public IEnumerable<FindingFields> Findings => report.Findings.Select(finding => new FindingFields(finding));

    public static string Of(ExhaustReport report, string target) =>
        JsonText.Of("exhaust", new ExhaustDocument(report, target), ExhaustContext.Default);

    internal readonly struct FindingFields(ExhaustFinding finding)
    {
        public long Number => finding.Number;

        public string Oracle => finding.Failure.Oracle.Text();

        public int Op => finding.Failure.Op;

        public string? Evidence => $"{finding.Failure.Evidence}";

        public JsonNode? EvidenceRecord => EvidenceJson.Of(finding.Failure.Evidence);

        public long Alike => finding.Alike;

        public string Case => $"{finding.Case}";

        public string? File => finding.File;
    }
}

[JsonSerializable(typeof(ExhaustDocument))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class ExhaustContext : JsonSerializerContext;
