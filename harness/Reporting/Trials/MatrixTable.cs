using Spectre.Console;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>The matrix as a table of letters, and under it what each runtime and collector comes to.</summary>
internal static class MatrixTable
{
    private const int Width = 180;
    private const string Held = "·";

    public static void Print(Screen screen, Matrix matrix)
    {
        var console = screen.Tables(Width);
        console.Write(TableOf(matrix));
        screen.Out.WriteLine($"{Held} holds in {Numbers.Of(matrix.Cases, "case")}; otherwise the oracle that failed: "
            + "A agreement, I integrity, R reachability, T termination, N retention");
        foreach (var column in matrix.Columns)
        {
            screen.Out.WriteLine();
            PrintColumn(screen, column);
        }

        if (matrix.Interrupted)
        {
            screen.Out.WriteLine();
            screen.Out.WriteLine("Interrupted: what is blank was not tried.");
        }
    }

    private static Table TableOf(Matrix matrix)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("element");
        foreach (var column in matrix.Columns)
        {
            table.AddColumn($"{column.Runtime}\n{column.Gc}", c => c.Centered());
        }

        foreach (var element in matrix.Columns.SelectMany(c => c.Cells).Select(cell => cell.Element).Distinct())
        {
            table.AddRow([element, .. matrix.Columns.Select(column => Letter(column, element))]);
        }

        return table;
    }

    /// <summary>Retention shares its first letter with reachability; what was not tried is blank.</summary>
    private static string Letter(MatrixColumn column, string element) =>
        column.Cells.FirstOrDefault(cell => cell.Element == element) is not { } cell ? ""
        : cell.Result.Failure is not { } failure ? Held
        : failure.Oracle == OracleName.Retention ? "N"
        : failure.Oracle.Text()[..1].ToUpperInvariant();

    private static void PrintColumn(Screen screen, MatrixColumn column)
    {
        var failing = column.Failing;
        var tried = column.Cells.Length;
        screen.Out.WriteLine($"{column.Name} ({column.StandsFor}): " + (
            tried == 0 ? "not tried"
            : failing.IsEmpty ? $"holds for all {Numbers.Of(tried, "element type")} tried"
            : $"fails for {failing.Length} of {Numbers.Of(tried, "element type")} tried"));
        foreach (var alike in failing.GroupBy(cell => cell.Result.Failure!.Oracle.Text()))
        {
            screen.Out.WriteLine($"  {alike.Key}: {string.Join(' ', alike.Select(cell => cell.Element))}");
        }

        if (failing.FirstOrDefault(cell => cell.Repro is not null) is { } shown)
        {
            screen.Out.WriteLine($"  {shown.Element}: {shown.Repro}");
        }
        else if (failing.FirstOrDefault() is { Result.Shrunk: { } shrunk })
        {
            screen.Out.WriteLine($"  {failing[0].Element}: " + $"{shrunk}".TrimEnd().Replace("\n", " / "));
        }
    }
}
