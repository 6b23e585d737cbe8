using Vera.GcStress.Exhausting;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Reporting.Exhausting;

/// <summary>What came of all small programs, for people.</summary>
public static class ExhaustText
{
    /// <summary>The statement first, then each way to fail.</summary>
    /// <param name="screen">Where it goes.</param>
    /// <param name="report">What came of them.</param>
    /// <param name="target">What ran them.</param>
    public static void Print(Screen screen, ExhaustReport report, string target)
    {
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(report);
        screen.Out.WriteLine(Statement(report, target));
        screen.Out.WriteLine(
            $"{Numbers.Of(report.Tried, "program")} tried of {report.Programs:N0}, {Numbers.Of(report.Runs, "run")}, " +
            $"{Numbers.Duration(report.Elapsed)}");
        foreach (var finding in report.Findings)
        {
            screen.Out.WriteLine();
            screen.Out.WriteLine(
                $"program {finding.Number}, op {finding.Failure.Op}: {finding.Failure.Oracle.Text()}; " +
                $"{Numbers.Of(finding.Alike, "program")} fail{(finding.Alike == 1 ? "s" : "")} so");
            screen.Out.WriteLine($"{finding.Failure.Evidence}");
            screen.Out.WriteLine($"{finding.Case}".TrimEnd());
            if (finding.File is { } file)
            {
                screen.Out.WriteLine(file);
            }
        }

        if (report.Next is { } next)
        {
            screen.Out.WriteLine($"Interrupted: add --from {next} to go on.");
        }
    }

    /// <summary>What is said where no program was judged; null: one was.</summary>
    internal static string? WhyEmpty(ExhaustReport report) => report.Tried > report.Unjudged ? null
        : Emptiness.Because(report.Tried == 0
            ? $"of {report.Programs:N0} programs, this part has none"
            : "every program hit a limit");

    private static string Statement(ExhaustReport report, string target) => report switch
    {
        { Failed: > 0 } =>
            $"{Numbers.Of(report.Failed, "program")} of up to {report.StepsMax} ops " +
            $"{(report.Failed == 1 ? "fails" : "fail")} on {target}, in {Numbers.Of(report.Findings.Length, "way")}.",
        { Unjudged: > 0 } =>
            $"{Numbers.Of(report.Unjudged, "program")} of up to {report.StepsMax} ops could not be judged on {target}.",
        { Next: null } when report.Tried == report.Programs =>
            $"No program of up to {report.StepsMax} ops fails on {target}, with a collection at any single allocation.",
        { Tried: 0 } => $"No program was tried on {target}.",
        _ => $"None of the programs tried fails on {target}.",
    };
}
