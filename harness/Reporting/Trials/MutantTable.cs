using System.Globalization;
using static Vera.GcStress.Reporting.Column;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>Mutants: the score of each file, and tables of those that no oracle saw.</summary>
internal static class MutantTable
{
    private static readonly Column[] Files =
    [
        new("file"), new("mutants"), new("caught"), new("explained"), new("rate"), new("cases, median"), new("most"),
    ];

    private static readonly Column[] Survivors =
        [new("place"), Words("function"), Words("change"), new("turn"), new("reached"), new("cases")];

    private static readonly Column[] Reasons = [new("place"), Words("change"), new("turn"), Words("why")];

    public static void Print(Screen screen, MutantReport report)
    {
        var score = report.Score;
        screen.Say(
            $"Mutation score: {score.Caught} of {Numbers.Of(report.Visible, "mutant")} caught " +
            $"({report.Share:P1}); {report.Explained} explained, in {Numbers.Duration(score.Elapsed)}",
            !report.IsClean ? Tone.Bad : score.Interrupted ? Tone.Plain : Tone.Good);
        screen.Out.WriteLine($"{Numbers.Of(report.Made, "change")} can be made; of those that were chosen, " +
            $"{Numbers.Of(report.Invalid, "change")} gave no valid module.");
        if (score.Interrupted)
        {
            screen.Out.WriteLine("Interrupted: the other mutants were not tried.");
        }

        new TextTable(Files, [.. report.Rows.GroupBy(row => row.Mutant.File).Select(Entries)]).Print(screen);
        Print(screen, report, row => row.IsExplained, Reasons, Explained,
            "Explained: the text says why no program can tell.");
        Print(screen, report, row => row.IsOutOfDate, Reasons, Explained,
            "OUT OF DATE: the text says that no program can tell, and an oracle did.");
        Print(screen, report, row => !row.Result.IsCaught && !row.IsExplained, Survivors, Entries,
            "SURVIVED: no oracle saw these. Where no case came by, the cases are to blame. All others are changes " +
            "that the oracles are blind to, or that no program can tell: then the text should say why.");
    }

    private static void Print(
        Screen screen, MutantReport report, Func<MutantRow, bool> isMeant,
        Column[] columns, Func<MutantRow, Entry[]> entries, string heading)
    {
        var rows = report.Rows.Where(isMeant).ToList();
        if (rows.Count > 0)
        {
            screen.Out.WriteLine();
            screen.Out.WriteLine(heading);
            new TextTable(columns, [.. rows.Select(entries)]).Print(screen);
        }
    }

    private static Entry[] Entries(IGrouping<string, MutantRow> file)
    {
        var caught = file.Where(row => row.Result.IsCaught).Select(row => row.Result.MedianCases).Order().ToList();
        var explained = file.Count(row => row.IsExplained);
        return
        [
            file.Key,
            Count(file.Count()),
            Count(caught.Count),
            Count(explained),
            explained == file.Count() ? ""
                : ((double)caught.Count / (file.Count() - explained)).ToString("P1", CultureInfo.InvariantCulture),
            caught.Count == 0 ? "" : Count(caught[caught.Count / 2]),
            caught.Count == 0 ? "" : Count(caught[^1]),
        ];
    }

    private static Entry[] Entries(MutantRow row) =>
    [
        Place(row),
        row.Mutant.Function,
        row.Mutant.Change,
        row.Mutant.Turn.Name,
        row.IsReached switch { true => "yes", false => "no", null => "" },
        Count(row.Result.MedianCases),
    ];

    private static Entry[] Explained(MutantRow row) =>
        [Place(row), row.Mutant.Change, row.Mutant.Turn.Name, row.Mutant.Explained ?? ""];

    private static string Place(MutantRow row) => $"{row.Mutant.File}:{row.Mutant.Line}";

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
