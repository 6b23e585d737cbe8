using System.Text.Json.Serialization;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Reporting.Replays;

/// <summary>A replay as one JSON document, for scripts.</summary>
internal readonly struct ReplayDocument(IReadOnlyCollection<ReplayResult> results, int asked, bool interrupted)
{
    public int Files => asked;

    public int Ok => ReplayReport.Count(results, ReplayStatus.Ok);

    public int Changed => ReplayReport.Count(results, ReplayStatus.Changed);

    public int AsBase => ReplayReport.Count(results, ReplayStatus.Base);

    public int NotJudged => ReplayReport.Count(results, ReplayStatus.NotJudged);

    public int Unsupported => ReplayReport.Count(results, ReplayStatus.Unsupported);

    public int NotRun => ReplayReport.NotRun(results, asked);

    public bool Interrupted { get; } = interrupted;

    public IEnumerable<ResultFields> Results => results.Select(result => new ResultFields(
        result.File, ReplayReport.Name(result.Status), result.Expected, result.Seen, result.Advice, result.Signature));

    public static string Of(IReadOnlyCollection<ReplayResult> results, int asked, bool interrupted) =>
        JsonText.Of("replay", new ReplayDocument(results, asked, interrupted), ReplayContext.Default);

    internal sealed record ResultFields(
        string File, string Status, string Expected, string Seen, string? Advice, string? Signature);
}

/// <summary>The answers of several releases as one JSON document, for scripts.</summary>
internal readonly struct BisectDocument(IReadOnlyList<ReleaseAnswer> answers)
{
    public IReadOnlyList<ReleaseAnswer> Releases { get; } = answers;

    public static string Of(IReadOnlyList<ReleaseAnswer> answers) =>
        JsonText.Of("bisect", new BisectDocument(answers), ReplayContext.Default);
}

[JsonSerializable(typeof(ReplayDocument))]
[JsonSerializable(typeof(BisectDocument))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class ReplayContext : JsonSerializerContext;
