using System.Collections.Immutable;
using Vera.GcStress.Campaigns;

namespace Vera.GcStress.Wiring;

/// <summary>What holds where: each runtime on each collector, tried with each element type.</summary>
/// <param name="Columns">One a runtime and collector.</param>
/// <param name="Cases">Cases after which a type counts as holding.</param>
/// <param name="Elapsed">All of it.</param>
/// <param name="Interrupted">Whether it was stopped before its end.</param>
internal sealed record Matrix(ImmutableArray<MatrixColumn> Columns, long Cases, TimeSpan Elapsed, bool Interrupted);

/// <summary>One way to run cases.</summary>
/// <param name="Runtime">How containers keep their contents.</param>
/// <param name="Gc">The collector.</param>
/// <param name="StandsFor">What it is in Vera's history.</param>
/// <param name="Entries">One an element type.</param>
internal sealed record MatrixColumn(string Runtime, string Gc, string StandsFor, ImmutableArray<MatrixEntry> Entries)
{
    /// <summary>As tables head the column: <c>container on hardened</c>.</summary>
    public string Name => $"{Runtime} on {Gc}";

    /// <summary>Cases that passed or failed.</summary>
    public long Judged => Entries.Sum(entry => entry.Result.Judged);

    /// <summary>Whether each element type was judged, and held.</summary>
    public bool Holds => Entries.Length > 0 && Entries.All(entry => entry.Holds);

    /// <summary>The element types with a failure.</summary>
    public ImmutableArray<MatrixEntry> Failing => [.. Entries.Where(entry => entry.Result.Failure is not null)];
}

/// <summary>What became of one element type.</summary>
/// <param name="Element">Its name.</param>
/// <param name="Result">The trial.</param>
/// <param name="Repro">A file that shows the failure, or null.</param>
internal sealed record MatrixEntry(string Element, TrialResult Result, string? Repro)
{
    /// <summary>Whether cases were judged, and none failed.</summary>
    public bool Holds => Result.Failure is null && Result.Judged > 0;
}
