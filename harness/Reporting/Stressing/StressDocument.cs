using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Vera.GcStress.Stressing;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Reporting.Stressing;

/// <summary>What came of stressed programs as one JSON document, for scripts.</summary>
/// <param name="report">What came of them.</param>
/// <param name="vera">The release that compiled them.</param>
/// <param name="host">Where they ran.</param>
internal readonly struct StressDocument(StressReport report, string vera, string host)
{
    public string Vera { get; } = vera;

    public string Host { get; } = host;

    public long Runs => report.Runs;

    public double RunsPerS => Math.Round(report.RunsPerSecond, 1);

    public int Compiled => report.Compiled;

    public int Rejected => report.Rejected;

    public double ElapsedS => JsonText.Seconds(report.Elapsed);

    public bool Interrupted => report.Interrupted;

    public Dictionary<string, int> Verdicts =>
        Enum.GetValues<ProgramVerdict>().ToDictionary(StressText.NameOf, report.Count);

    public IEnumerable<ProgramFields> Programs => report.Programs.Select(p => new ProgramFields(
        p.File, p.Function, p.Arguments, p.HasMadeUpArguments, StressText.NameOf(p.Verdict), p.Runs, p.Reason,
        Math.Round(p.Seconds, 3)));

    public IEnumerable<FindingFields> Findings =>
        from program in report.Programs
        from finding in program.Findings
        select new FindingFields(program.File, finding);

    public static string Of(StressReport report, string vera, string host) =>
        JsonText.Of("stress", new StressDocument(report, vera, host), StressContext.Default);

    internal sealed record ProgramFields(
        string File, string Function, IReadOnlyList<string> Arguments, bool ArgumentsMadeUp, string Verdict, int Runs,
        string Reason, double ElapsedS);

    internal readonly struct FindingFields(string file, StressFinding finding)
    {
        public string File { get; } = file;

        public string Function => finding.Function;

        public int Line => finding.Line;

        public string Oracle => finding.Oracle;

        public string Shows => finding.Shows.Text();

        public string? Cure => finding.Cure;

        public string? Cause => finding.Cause?.ToString();

        public string Evidence => $"{finding.Evidence}";

        public JsonNode? EvidenceRecord => EvidenceJson.Of(finding.Evidence);

        public string? Lost => finding.Lost?.ToString();

        public bool Unwritten => finding.IsUnwritten;

        public string Schedule => $"{finding.Way.Plan}";

        public bool Poisoned => finding.Way.Instruments.Poison;

        public int HeapMoved => finding.Way.Instruments.Shift;

        public int Runs => finding.Runs;

        public bool Known => finding.IsKnown;

        public string Key => finding.Key;
    }
}

[JsonSerializable(typeof(StressDocument))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class StressContext : JsonSerializerContext;
