using Vera.GcStress.Wiring;

namespace Vera.GcStress.Reporting.Replays;

/// <summary>Whether a replay judged anything.</summary>
internal static class EmptyReplay
{
    /// <summary>What is said of a replay, or of its part on a real Vera; null: something was judged.</summary>
    /// <param name="results">In the order of the cases, and perhaps not of all of them.</param>
    /// <param name="cases">What was to be replayed.</param>
    /// <param name="asksForVera">Whether the user named a real Vera: then its files are to be judged too.</param>
    public static string? Of(
        IReadOnlyList<ReplayResult> results, IReadOnlyCollection<ReplayCase> cases, bool asksForVera)
    {
        var ofVera = results.Zip(cases).Where(pair => pair.Second.File.Header.Target == VeraChoice.Target)
            .Select(pair => pair.First).ToArray();
        return !results.Any(ReplayReport.IsJudged) ? Told("of these files", results, cases.Count)
            : asksForVera && ofVera.Length > 0 && !ofVera.Any(ReplayReport.IsJudged)
                ? Told("of the files for target vera", ofVera, ofVera.Length)
            : null;
    }

    private static string Told(string files, IReadOnlyCollection<ReplayResult> results, int asked) =>
        Emptiness.Said($"nothing was judged {files}: {ReplayReport.Summary(results, asked)}");
}
