using System.Globalization;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Triage;
using static Vera.GcStress.Reporting.Column;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>The planted bugs: the mutation score, and a table with one row each.</summary>
public static class FaultTable
{
    /// <summary>The part of its failures that a bug's normal form is to be of.</summary>
    private const double NormalShare = 0.95;

    private static readonly Column[] Columns =
    [
        new("fault"), Words("layer"), new("issue"), Words("caught by"), new("cases"), new("seconds"), new("ops"),
        new("alike"),
    ];

    /// <param name="screen">Where it goes.</param>
    /// <param name="rows">One a planted bug.</param>
    /// <param name="score">What they add up to.</param>
    /// <param name="buckets">How well what they end in tells them apart.</param>
    public static void Print(Screen screen, IReadOnlyList<FaultRow> rows, TrialScore score, BucketScore buckets)
    {
        screen.Say(
            $"Mutation score: {score.Caught} of {Numbers.Of(score.Results.Length, "planted fault")} caught " +
            $"({score.Score:P1}) in {Numbers.Duration(score.Elapsed)}",
            score.Caught < score.Results.Length ? Tone.Bad : score.Interrupted ? Tone.Plain : Tone.Good);
        screen.Out.WriteLine(
            $"Buckets: precision {buckets.Precision:P1} (of {Numbers.Of((int)buckets.Together, "pair")} " +
            $"of failures in one bucket), " +
            $"recall {buckets.Recall:P1} (of {Numbers.Of((int)buckets.Alike, "pair")} of one fault)");
        var one = rows.Count(row => row.Result.Alike >= NormalShare * row.Result.Texts.Length);
        screen.Out.WriteLine(
            $"Normal forms: {one} of {Numbers.Of(rows.Count, "fault")} end in one case, with {NormalShare:P0} of the " +
            "seeds and more");
        foreach (var row in rows.Where(row => row.Alike is not null))
        {
            screen.Out.WriteLine($"One bug from outside, and counted as one: {row.Result.Name} and {row.Alike}");
        }

        if (score.Interrupted)
        {
            screen.Out.WriteLine("Interrupted: the other faults were not tried.");
        }

        new TextTable(Columns, [.. rows.Select(Entries)]).Print(screen);
        screen.Out.WriteLine();
        screen.Out.WriteLine(
            "cases: drawn until one failed, the median of the seeds; ops: of the shrunk case; alike: how many seeds " +
            "end in one case.");
        if (score.Caught < score.Results.Length)
        {
            screen.Out.WriteLine("SURVIVED: no oracle saw the fault, with all seeds or with as many as it says.");
        }
    }

    private static Entry[] Entries(FaultRow row) =>
    [
        row.Result.Name,
        row.Layer,
        row.Issue is { } issue ? $"#{issue}" : "",
        CaughtBy(row.Result),
        row.Result.MedianCases.ToString("N0", CultureInfo.InvariantCulture),
        row.Result.Elapsed.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture),
        $"{row.Result.Shrunk?.Ops.Length}",
        $"{row.Result.Alike} of {row.Result.Texts.Length}",
    ];

    private static Entry CaughtBy(TrialResult result)
    {
        var missed = result.Runs.Count(run => run.Oracle is null);
        var oracles = string.Join(", ", result.Oracles);
        return result.IsCaught ? oracles
            : oracles.Length == 0 ? new Entry("SURVIVED", Tone.Bad)
            : new Entry($"SURVIVED {missed} of {result.Runs.Length}: {oracles}", Tone.Bad);
    }
}
