using System.Globalization;
using static Vera.GcStress.Reporting.Column;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>Mutants: the score of each file, and a table of those that no oracle saw.</summary>
internal static class MutantTable
{
    private static readonly Column[] Files =
        [new("file"), new("mutants"), new("caught"), new("rate"), new("cases, median"), new("most")];

    private static readonly Column[] Survivors =
        [new("place"), Words("function"), Words("change"), new("turn"), new("reached"), new("cases")];

    public static void Print(Screen screen, MutantReport report)
    {
        var score = report.Score;
        screen.Say(
            $"Mutation score: {score.Caught} of {Numbers.Of(score.Results.Length, "mutant")} caught " +
            $"({score.Score:P1}) in {Numbers.Duration(score.Elapsed)}",
            score.Caught < score.Results.Length ? Tone.Bad : score.Interrupted ? Tone.Plain : Tone.Good);
        screen.Out.WriteLine($"{Numbers.Of(report.Made, "change")} can be made; of those that were chosen, " +
            $"{Numbers.Of(report.Invalid, "change")} gave no valid module.");
        if (score.Interrupted)
        {
            screen.Out.WriteLine("Interrupted: the other mutants were not tried.");
        }

        new TextTable(Files, [.. report.Rows.GroupBy(row => row.Mutant.File).Select(Entries)]).Print(screen);
        var survivors = report.Rows.Where(row => !row.Result.IsCaught).ToList();
        if (survivors.Count > 0)
        {
            screen.Out.WriteLine();
            screen.Out.WriteLine("SURVIVED: no oracle saw these. Where no case came by, the cases are to blame. All " +
                "others are changes that change nothing which a program can tell, or that the oracles are blind to.");
            new TextTable(Survivors, [.. survivors.Select(Entries)]).Print(screen);
        }
    }

    private static Entry[] Entries(IGrouping<string, MutantRow> file)
    {
        var caught = file.Where(row => row.Result.IsCaught).Select(row => row.Result.MedianCases).Order().ToList();
        return
        [
            file.Key,
            Count(file.Count()),
            Count(caught.Count),
            ((double)caught.Count / file.Count()).ToString("P1", CultureInfo.InvariantCulture),
            caught.Count == 0 ? "" : Count(caught[caught.Count / 2]),
            caught.Count == 0 ? "" : Count(caught[^1]),
        ];
    }

    private static Entry[] Entries(MutantRow row) =>
    [
        $"{row.Mutant.File}:{row.Mutant.Line}",
        row.Mutant.Function,
        row.Mutant.Change,
        row.Mutant.Turn.Name,
        row.IsReached switch { true => "yes", false => "no", null => "" },
        Count(row.Result.MedianCases),
    ];

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
