using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Reporting.Replays;

/// <summary>What became of a case that was to be shrunk, for people.</summary>
public static class ShrinkText
{
    /// <param name="screen">Where it goes.</param>
    /// <param name="before">The case as it was.</param>
    /// <param name="result">What it is now.</param>
    /// <param name="changes">What is no longer what it was.</param>
    /// <param name="place">Where the smaller case lies; null: nothing was written.</param>
    public static void Print(
        Screen screen, StressCase before, ShrunkFailure result, IEnumerable<string> changes, string? place)
    {
        var end = result.IsMinimal ? "minimal: nothing can be left out" : "cut short: it may become smaller yet";
        var same = result.Case.Equals(before) && place is null ? "; nothing changed, nothing written" : "";
        screen.Out.WriteLine(
            $"{Numbers.Of(before.Ops.Length, "op")} before, {result.Case.Ops.Length} now, after " +
            $"{Numbers.Of(result.Attempts, "attempt")}; {end}{same}");
        foreach (var change in changes)
        {
            screen.Out.WriteLine($"note: {change}");
        }

        screen.Out.WriteLine($"{(place is null ? "" : $"{PlainText.Line(place)}: ")}{VerdictText.Of(result.Failure)}");
        screen.Out.WriteLine();
        screen.Out.WriteLine(CaseLines.Indented(result.Case));
    }
}
