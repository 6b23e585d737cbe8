using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>Whether the bug that must be found was found, and how.</summary>
internal static class CanaryText
{
    /// <summary>Prints that it was found, and the smallest case that shows it unless the report is brief.</summary>
    public static void Caught(Canary canary, Screen screen, Detail detail)
    {
        if (canary.Finding is not { } found)
        {
            return;
        }

        screen.Out.WriteLine(
            $"The canary was caught: host-store fails {found.Failure.Oracle.Text()} in case {found.Number}, " +
            $"shrunk from {Numbers.Of(found.DrawnOps, "op")} to {found.Case.Ops.Length}" +
            (detail == Detail.Brief ? "." : ":"));
        if (detail != Detail.Brief)
        {
            screen.Out.WriteLine(CaseLines.Indented(found.Case));
        }
    }

    /// <summary>Prints that there is none: whatever a campaign would find then says nothing.</summary>
    public static void Missed(Canary canary, Screen screen) => screen.Error.WriteLine(canary.Report.Interrupted
        ? "interrupted before the canary was caught"
        : $"the canary was not caught: host-store passed {Numbers.Of(canary.Report.Cases, "case")}, and it has a " +
            "known bug");
}
