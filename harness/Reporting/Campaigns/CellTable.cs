using Vera.GcStress.Campaigns;
using Vera.GcStress.Coverage;
using Vera.GcStress.Generation;

namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>How well a campaign covered the combinations of the axes, for people.</summary>
internal static class CellTable
{
    /// <summary>The most cells that are named.</summary>
    public const int RowsMax = 20;

    /// <summary><c>cells: 1,204 of 1,260 reachable cells hit; least: Json, heap Full (3)</c></summary>
    public static string Summary(CellCoverage coverage) =>
        $"cells: {coverage.Hit:N0} of {coverage.Reachable:N0} reachable cells hit" +
        (coverage.Least is { } least ? $"; least: {least.Cell} ({least.Cases:N0})" : "");

    /// <summary>What <c>--require-cells</c> asked for and did not get.</summary>
    public static IEnumerable<string> Missed(CampaignReport report)
    {
        var missed = report.CellsMissed;
        if (missed.Count == 0)
        {
            yield break;
        }

        var required = Numbers.Of(report.Options.CellsRequired, "case");
        yield return $"{Numbers.Of(missed.Count, "reachable cell")} hit in fewer than {required}:";
        foreach (var (cell, cases) in missed.Take(RowsMax))
        {
            yield return $"  {cell}: {Numbers.Of(cases, "case")}";
        }

        if (missed.Count > RowsMax)
        {
            yield return $"  and {missed.Count - RowsMax:N0} more";
        }
    }
}
