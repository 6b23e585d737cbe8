using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Rigs;

namespace Vera.GcStress.Triage;

/// <summary>
/// Another build of what is tested, such as the commit that a change starts from: what fails there too is no news.
/// </summary>
/// <param name="name">What it is called in reports.</param>
/// <param name="newRig">Starts it, once it is asked for the first time.</param>
/// <param name="signatures">Say whether two failures look like one bug.</param>
public sealed class BaseLine(string name, Func<TestRig> newRig, Signatures signatures) : IDisposable
{
    private readonly Lazy<TestRig> rig = new(newRig);

    /// <summary>What it is called in reports.</summary>
    public string Name => name;

    /// <summary>Whether each case fails alike on the base; where it cannot be told in time, it does not.</summary>
    internal bool[] Show(IReadOnlyList<CaseFailure> failures, CancellationToken stop)
    {
        var shows = new bool[failures.Count];
        if (failures.Count == 0)
        {
            return shows;
        }

        try
        {
            rig.Value.Driven.Prefetch([.. failures.Select(f => f.Case)], stop);
            for (var i = 0; i < shows.Length; i++)
            {
                shows[i] = Shows(failures[i], stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Who does not answer vouches for nothing.
        }

        return shows;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (rig.IsValueCreated)
        {
            rig.Value.Dispose();
        }
    }

    private bool Shows(CaseFailure failure, CancellationToken stop) =>
        rig.Value.Try(failure.Case, failure.Lane, stop) is Verdict.Fail fail
        && signatures.ShapeOf(failure.Case, fail) == signatures.ShapeOf(failure.Case, failure.Failure);
}
