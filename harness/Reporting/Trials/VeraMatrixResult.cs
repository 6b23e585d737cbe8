using System.Collections.Immutable;
using Spectre.Console;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>How the cases of one element type went on one release.</summary>
/// <param name="Passed">Cases that did what the model says.</param>
/// <param name="FailedNatural">Cases that failed with the collections that Vera makes itself.</param>
/// <param name="FailedEager">Cases that failed with a collection at every allocation.</param>
/// <param name="NotJudged">Cases that the release does not support, or that hit a limit.</param>
/// <param name="Evidence">What the first failure showed, or null.</param>
internal sealed record VeraMatrixCell(int Passed, int FailedNatural, int FailedEager, int NotJudged, string? Evidence)
{
    public static VeraMatrixCell Empty { get; } = new(0, 0, 0, 0, null);

    /// <summary>For the table: <c>holds</c>, <c>2 natural, 5 eager</c>, or a hyphen where nothing was judged.</summary>
    public override string ToString() => (Passed, FailedNatural, FailedEager) switch
    {
        (0, 0, 0) => "-",
        (_, 0, 0) => "holds",
        (_, var natural, 0) => $"{natural} natural",
        (_, 0, var eager) => $"{eager} eager",
        var (_, natural, eager) => $"{natural} natural, {eager} eager",
    };
}

/// <summary>One element type on all releases.</summary>
internal sealed record VeraMatrixRow(string Element, ImmutableArray<VeraMatrixCell> Cells);

/// <summary>Element types by releases of Vera, for people and for scripts.</summary>
internal sealed record VeraMatrixResult(ImmutableArray<string> Releases, ImmutableArray<VeraMatrixRow> Rows)
{
    private const int Width = 160;

    public void Print(Screen screen)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns(["failures by element", .. Releases.Select(r => Markup.Escape($"vera {r}"))]);
        foreach (var row in Rows)
        {
            table.AddRow([row.Element, .. row.Cells.Select(c => $"{c}")]);
        }

        var console = screen.Tables(Width);
        console.Write(table);
    }
}
