using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>Whether the bug that must be found was found, and how.</summary>
internal static class CanaryText
{
    /// <summary>Prints the smallest case that shows it, or that there is none.</summary>
    public static void Print(Canary canary, Screen screen)
    {
        if (canary.Finding is { } found)
        {
            screen.Out.WriteLine(
                $"The canary was caught: host-store fails {found.Failure.Oracle.Text()} in case {found.Number}, " +
                $"shrunk from {found.DrawnOps} ops to {found.Case.Ops.Length}:");
            screen.Out.WriteLine(CaseLines.Indented(found.Case));
        }
        else
        {
            screen.Error.WriteLine(canary.Report.Interrupted
                ? "interrupted before the canary was caught"
                : $"the canary was not caught: host-store passed {canary.Report.Cases} cases, and it has a known bug");
        }
    }
}
