using System.Collections.Immutable;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>How the cases of one element type went on one release.</summary>
/// <param name="Passed">Cases that did what the model says.</param>
/// <param name="FailedNatural">Cases that failed with the collections that Vera makes itself.</param>
/// <param name="FailedEager">Cases that failed with a collection at every allocation.</param>
/// <param name="NotJudged">Cases that the release does not support, or that hit a limit.</param>
/// <param name="First">The first failure, or null.</param>
internal sealed record VeraMatrixCell(
    int Passed, int FailedNatural, int FailedEager, int NotJudged, Verdict.Fail? First)
{
    /// <summary>Nothing was judged.</summary>
    public static VeraMatrixCell Empty { get; } = new(0, 0, 0, 0, null);

    /// <summary>Whether something was judged, and none of it failed.</summary>
    public bool Holds => Passed > 0 && First is null;

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
    /// <summary>What holds everywhere, and a table of what does not.</summary>
    public void Print(Screen screen)
    {
        var holding = Rows.Count(row => row.Cells.All(cell => cell.Holds));
        screen.Say(
            $"{holding} of {Numbers.Of(Rows.Length, "element type")} held on every release",
            holding == Rows.Length ? Tone.Good : Tone.Plain);
        Column[] columns = [new("element"), .. Releases.Select(release => Column.Words($"vera {release}"))];
        new TextTable(columns, [.. Rows.Select(row => (Entry[])[row.Element, .. row.Cells.Select(EntryOf)])])
            .Print(screen);
        screen.Out.WriteLine();
        screen.Out.WriteLine(
            "holds: all cases did what the model says; otherwise how many failed, with the collections that Vera");
        screen.Out.WriteLine("makes itself (natural) or with one at every allocation (eager); -: nothing was judged");
    }

    private static Entry EntryOf(VeraMatrixCell cell) => new(
        $"{cell}", cell.Holds ? Tone.Good : cell.First is null ? Tone.Soft : Tone.Bad);
}
