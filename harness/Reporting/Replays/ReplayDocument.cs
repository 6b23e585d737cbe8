using System.Text.Json.Serialization;

namespace Vera.GcStress.Reporting.Replays;

/// <summary>A replay as one JSON document, for scripts.</summary>
internal readonly struct ReplayDocument(IReadOnlyCollection<ReplayResult> results, bool interrupted)
{
    public int Files => results.Count;

    public int Ok => ReplayReport.Count(results, ReplayStatus.Ok);

    public int Changed => ReplayReport.Count(results, ReplayStatus.Changed);

    public int Reported => ReplayReport.Count(results, ReplayStatus.Reported);

    public int Skipped => ReplayReport.Count(results, ReplayStatus.Skipped);

    public bool Interrupted { get; } = interrupted;

    public IEnumerable<ResultFields> Results => results.Select(result => new ResultFields(
        result.File, ReplayReport.Word(result.Status).ToLowerInvariant(), result.Expected, result.Seen, result.Advice));

    public static string Of(IReadOnlyCollection<ReplayResult> results, bool interrupted) =>
        JsonText.Of("replay", new ReplayDocument(results, interrupted), ReplayContext.Default);

    internal sealed record ResultFields(string File, string Status, string Expected, string Seen, string? Advice);
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
