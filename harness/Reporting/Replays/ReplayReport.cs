using Vera.GcStress.Programs;

namespace Vera.GcStress.Reporting.Replays;

/// <summary>How a replayed case compares with what its file expects.</summary>
public enum ReplayStatus
{
    /// <summary>What was seen is what its file expects.</summary>
    Ok,

    /// <summary>It is something else.</summary>
    Changed,

    /// <summary>Its file says nothing of this release of Vera.</summary>
    Reported,

    /// <summary>It cannot be run here.</summary>
    Skipped,
}

/// <summary>One case file, replayed.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Status">How it compares.</param>
/// <param name="Expected">What the file expects.</param>
/// <param name="Seen">What was seen, or why it was skipped.</param>
/// <param name="Advice">What to do about it, or null.</param>
public sealed record ReplayResult(
    string File, ReplayStatus Status, string Expected, string Seen, string? Advice = null);

/// <summary>What a replay says: one line a file, and the counts.</summary>
internal static class ReplayReport
{
    public static string Line(ReplayResult result) =>
        $"{Word(result.Status),-7} {PlainText.Line(result.File)}: " + (result.Status == ReplayStatus.Skipped
            ? result.Seen
            : Compared(result));

    /// <summary>What was expected, what was seen, and what to do.</summary>
    public static string Compared(ReplayResult result) =>
        $"expected {result.Expected}, saw {result.Seen}" + (result.Advice is { } advice ? $"; {advice}" : "");

    public static string Summary(IReadOnlyCollection<ReplayResult> results, int asked) =>
        $"{Count(results, ReplayStatus.Ok)} as expected, {Count(results, ReplayStatus.Changed)} changed" +
        (Count(results, ReplayStatus.Reported) is > 0 and var told ? $", {told} not judged" : "") +
        (Count(results, ReplayStatus.Skipped) is > 0 and var skipped ? $", {skipped} skipped" : "") +
        (results.Count < asked ? $", {asked - results.Count} not run" : "");

    internal static int Count(IReadOnlyCollection<ReplayResult> results, ReplayStatus status) =>
        results.Count(r => r.Status == status);

    internal static string Word(ReplayStatus status) => status switch
    {
        ReplayStatus.Ok => "ok",
        ReplayStatus.Changed => "CHANGED",
        ReplayStatus.Reported => "told",
        _ => "skipped",
    };
}
