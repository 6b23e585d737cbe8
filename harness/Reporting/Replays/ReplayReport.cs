using Vera.GcStress.Programs;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Reporting.Replays;

/// <summary>What a replay says: one line a file, and the counts.</summary>
internal static class ReplayReport
{
    public static string Line(ReplayResult result) =>
        $"{Word(result.Status),-11} {PlainText.Line(result.File)}: " +
        (result.Status is ReplayStatus.NotRun or ReplayStatus.Unsupported ? result.Seen : Compared(result));

    /// <summary>What was expected, what was seen, and what to do.</summary>
    public static string Compared(ReplayResult result) =>
        $"expected {result.Expected}, saw {result.Seen}" + (result.Advice is { } advice ? $"; {advice}" : "");

    public static string Summary(IReadOnlyCollection<ReplayResult> results, int asked) =>
        $"{Count(results, ReplayStatus.Ok)} as expected, {Count(results, ReplayStatus.Changed)} changed" +
        Of(Count(results, ReplayStatus.Base), "as on the base") +
        Of(Count(results, ReplayStatus.NotJudged), "not judged") +
        Of(Count(results, ReplayStatus.Unsupported), "unsupported") +
        Of(NotRun(results, asked), "not run");

    /// <summary>Whether a file's expectation was compared with what was seen.</summary>
    public static bool IsJudged(ReplayResult result) =>
        result.Status is ReplayStatus.Ok or ReplayStatus.Changed or ReplayStatus.Base;

    /// <summary>Files whose target is not here, and those that the end came before.</summary>
    internal static int NotRun(IReadOnlyCollection<ReplayResult> results, int asked) =>
        Count(results, ReplayStatus.NotRun) + asked - results.Count;

    internal static int Count(IReadOnlyCollection<ReplayResult> results, ReplayStatus status) =>
        results.Count(r => r.Status == status);

    /// <summary>A status as documents have it.</summary>
    internal static string Name(ReplayStatus status) => Word(status).ToLowerInvariant().Replace(' ', '_');

    internal static string Word(ReplayStatus status) => status switch
    {
        ReplayStatus.Ok => "ok",
        ReplayStatus.Changed => "CHANGED",
        ReplayStatus.Base => "as base",
        ReplayStatus.NotJudged => "not judged",
        ReplayStatus.Unsupported => "unsupported",
        _ => "not run",
    };

    private static string Of(int count, string what) => count > 0 ? $", {count} {what}" : "";
}
