using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;

namespace Vera.GcStress.Triage;

/// <summary>Failures that are on file: what shows one of them again is no news.</summary>
/// <remarks>
/// A failure is known if its oracle and its case are those of a file, or if it shows the same bug as far as can be
/// told: of a case as it was drawn less than of one that was made small, which has a signature. Files are run first:
/// one that passes now hides nothing.
/// </remarks>
public sealed class KnownFailures
{
    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal);
    private readonly Signatures? signatures;

    private KnownFailures(Signatures? signatures) => this.signatures = signatures;

    /// <summary>Nothing is known.</summary>
    public static KnownFailures None { get; } = new(null);

    /// <summary>The saved cases that fail now.</summary>
    public int Count { get; private set; }

    /// <param name="saved">Cases and their files, and whether they are as small as they can be.</param>
    /// <param name="rig">Runs them as the campaign runs its own.</param>
    /// <param name="signatures">Says which failures are of one bug.</param>
    /// <param name="stop">Asks for an early end.</param>
    public static KnownFailures Of(
        IReadOnlyList<(string File, StressCase Case, bool IsMinimal)> saved,
        TestRig rig,
        Signatures signatures,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(saved);
        ArgumentNullException.ThrowIfNull(rig);
        var known = new KnownFailures(signatures);
        rig.Driven.Prefetch([.. saved.Select(s => s.Case)], stop);
        foreach (var (file, stressCase, isMinimal) in saved)
        {
            if (rig.TryEverywhere(stressCase, 0, stop).Verdict is Verdict.Fail failure)
            {
                known.Add(file, new(stressCase, failure, Attempts: 1, isMinimal), rig);
            }
        }

        return known;
    }

    /// <summary>The file that shows the same, or null.</summary>
    public string? Find(StressCase stressCase, Verdict.Fail failure, TestRig rig)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Count == 0 ? null
            : files.TryGetValue(TextOf(stressCase, failure), out var file) ? file
            : signatures?.BugOf(stressCase, failure, rig) is { } bug ? files.GetValueOrDefault(bug)
            : null;
    }

    /// <summary>The file of a case with this signature, or null.</summary>
    public string? FindBug(string signature) => files.GetValueOrDefault(signature);

    private void Add(string file, ShrunkFailure saved, TestRig rig)
    {
        Count++;
        files.TryAdd(TextOf(saved.Case, saved.Failure), file);
        if (signatures?.BugOf(saved.Case, saved.Failure, rig) is { } bug)
        {
            files.TryAdd(bug, file);
        }

        if (signatures?.Of(saved, rig) is { } signature)
        {
            files.TryAdd(signature, file);
        }
    }

    private static string TextOf(StressCase stressCase, Verdict.Fail failure) =>
        $"{failure.Oracle.Text()}\n{stressCase}";
}
