using System.Globalization;
using Spectre.Console;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>The planted bugs as a table, one row each, and the mutation score under it.</summary>
public static class FaultTable
{
    private const int Width = 140;

    /// <param name="screen">Where it goes.</param>
    /// <param name="rows">One a planted bug.</param>
    /// <param name="score">What they add up to.</param>
    /// <param name="buckets">How well what they end in tells them apart.</param>
    public static void Print(Screen screen, IReadOnlyList<FaultRow> rows, TrialScore score, BucketScore buckets)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("fault", "layer", "issue", "caught by")
            .AddColumn("cases", column => column.RightAligned())
            .AddColumn("seconds", column => column.RightAligned())
            .AddColumn("ops", column => column.RightAligned());
        foreach (var row in rows)
        {
            table.AddRow([.. Cells(row).Select(Markup.Escape)]);
        }

        var console = screen.Tables(Width);
        console.Write(table);
        screen.Out.WriteLine(
            $"Mutation score: {score.Caught} of {Numbers.Of(score.Results.Length, "planted fault")} caught " +
            $"({score.Score:P1}) in {Numbers.Duration(score.Elapsed)}");
        screen.Out.WriteLine(
            $"Buckets: precision {buckets.Precision:P1} (of {Numbers.Of((int)buckets.Together, "pair")} " +
            $"of failures in one bucket), " +
            $"recall {buckets.Recall:P1} (of {Numbers.Of((int)buckets.Alike, "pair")} of one fault)");
        if (score.Interrupted)
        {
            screen.Out.WriteLine("Interrupted: the other faults were not tried.");
        }
    }

    private static string[] Cells(FaultRow row) =>
    [
        row.Result.Name,
        row.Layer,
        row.Issue is { } issue ? $"#{issue}" : "",
        CaughtBy(row.Result),
        row.Result.MedianCases.ToString("N0", CultureInfo.InvariantCulture),
        row.Result.Elapsed.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture),
        $"{row.Result.Shrunk?.Ops.Length}",
    ];

    private static string CaughtBy(TrialResult result)
    {
        var missed = result.Runs.Count(run => run.Oracle is null);
        var oracles = string.Join(", ", result.Oracles);
        return result.IsCaught ? oracles
            : oracles.Length == 0 ? "SURVIVED"
            : $"SURVIVED {missed} of {result.Runs.Length}: {oracles}";
    }
}
