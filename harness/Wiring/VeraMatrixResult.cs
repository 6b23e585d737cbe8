using System.Collections.Immutable;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Wiring;

/// <summary>How the cases of one element type went on one release.</summary>
/// <param name="Passed">Cases that did what the model says.</param>
/// <param name="FailedNatural">Cases that failed with the collections that Vera makes itself.</param>
/// <param name="FailedEager">Cases that failed with a collection at every allocation.</param>
/// <param name="NotJudged">Cases that the release does not support, or that hit a limit.</param>
/// <param name="First">The first failure of a value of the type, or null.</param>
internal sealed record VeraMatrixEntry(
    int Passed, int FailedNatural, int FailedEager, int NotJudged, CaseFailure? First)
{
    /// <summary>Nothing was judged.</summary>
    public static VeraMatrixEntry Empty { get; } = new(0, 0, 0, 0, null);

    /// <summary>Cases that passed or failed.</summary>
    public int Judged => Passed + FailedNatural + FailedEager;

    /// <summary>Whether something was judged, and none of it failed.</summary>
    public bool Holds => Passed > 0 && Judged == Passed;

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
internal sealed record VeraMatrixRow(string Element, ImmutableArray<VeraMatrixEntry> Entries);

/// <summary>Element types by releases of Vera.</summary>
internal sealed record VeraMatrixResult(ImmutableArray<string> Releases, ImmutableArray<VeraMatrixRow> Rows)
{
    /// <summary>The releases on which nothing was judged.</summary>
    public IEnumerable<string> Empty =>
        Releases.Where((_, place) => Rows.All(row => row.Entries[place].Judged == 0));
}
