using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>The matrix: what holds, a table of letters, and what each runtime and collector comes to.</summary>
internal static class MatrixTable
{
    private const string Held = "·";

    /// <summary>Writes all of it.</summary>
    public static void Print(Screen screen, Matrix matrix)
    {
        Verdict(screen, matrix);
        TableOf(matrix).Print(screen);
        screen.Out.WriteLine();
        screen.Out.WriteLine($"{Held} holds in {Numbers.Of(matrix.Cases, "case")}; a letter: the oracle that failed");
        if (Legend(matrix) is { Length: > 0 } legend)
        {
            screen.Out.WriteLine(legend);
        }

        screen.Out.WriteLine("-: nothing was judged; blank: not tried");
        foreach (var column in matrix.Columns)
        {
            screen.Out.WriteLine();
            PrintColumn(screen, column);
        }
    }

    /// <summary>What is said where nothing was judged in some way to run cases; null: in each, something was.</summary>
    public static string? WhyEmpty(Matrix matrix)
    {
        var empty = matrix.Columns.Where(column => column.Judged == 0).Select(column => column.Name).ToArray();
        return empty.Length == 0 ? null : Emptiness.Said($"nothing was judged on {string.Join(", ", empty)}");
    }

    private static void Verdict(Screen screen, Matrix matrix)
    {
        var tried = matrix.Columns.Where(column => column.Entries.Length > 0).ToArray();
        var holding = tried.Count(column => column.Holds);
        screen.Say(
            $"{holding} of {Numbers.Of(tried.Length, "way")} to run cases held for every element type tried, in " +
            $"{Numbers.Duration(matrix.Elapsed)}{(matrix.Interrupted ? "; interrupted" : "")}",
            holding == tried.Length ? Tone.Good : Tone.Plain);
    }

    private static TextTable TableOf(Matrix matrix) => new(
        [new("element"), .. matrix.Columns.Select(column => new Column($"{column.Runtime} {column.Gc}"))],
        [
            .. from element in matrix.Columns.SelectMany(c => c.Entries).Select(entry => entry.Element).Distinct()
               select (Entry[])[element, .. matrix.Columns.Select(column => Letter(column, element))],
        ]);

    /// <summary>The letters that are in the table, each with its oracle.</summary>
    private static string Legend(Matrix matrix) => string.Join(", ", matrix.Columns
        .SelectMany(column => column.Failing)
        .Select(entry => entry.Result.Failure!.Oracle)
        .Distinct().Order()
        .Select(oracle => $"{oracle.Letter()} {oracle.Text()}"));

    /// <summary>What was not tried is blank.</summary>
    private static Entry Letter(MatrixColumn column, string element) =>
        column.Entries.FirstOrDefault(entry => entry.Element == element) is not { } entry ? ""
        : entry.Holds ? new Entry(Held, Tone.Good)
        : entry.Result.Failure is not { } failure ? new Entry("-", Tone.Soft)
        : new Entry($"{failure.Oracle.Letter()}", Tone.Bad);

    private static void PrintColumn(Screen screen, MatrixColumn column)
    {
        var failing = column.Failing;
        var tried = column.Entries.Length;
        screen.Out.WriteLine($"{column.Name} ({column.StandsFor}): " + (
            tried == 0 ? "not tried"
            : column.Holds ? $"holds for all {Numbers.Of(tried, "element type")} tried"
            : failing.IsEmpty ? $"judged for {column.Entries.Count(entry => entry.Holds)} of {tried} element types"
            : $"fails for {failing.Length} of {Numbers.Of(tried, "element type")} tried"));
        foreach (var alike in failing.GroupBy(entry => entry.Result.Failure!.Oracle.Text()))
        {
            screen.Out.WriteLine($"  {alike.Key}: {string.Join(' ', alike.Select(entry => entry.Element))}");
        }

        if (failing.FirstOrDefault(entry => entry.Repro is not null) is { } shown)
        {
            screen.Out.WriteLine($"  {shown.Element}: {PlainText.Line(shown.Repro!)}");
        }
        else if (failing.FirstOrDefault() is { Result.Shrunk: { } shrunk })
        {
            screen.Out.WriteLine($"  {failing[0].Element}: " + $"{shrunk}".TrimEnd().Replace("\n", " / "));
        }
    }
}
