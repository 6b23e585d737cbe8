using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;

namespace Vera.GcStress.Campaigns;

/// <summary>Failures that are on file: what shows one of them again is no news.</summary>
/// <remarks>
/// A failure is known if its oracle and its case are those of a file, or if it shows the same bug as far as anybody can
/// tell. Files are run first: one that passes now hides nothing.
/// </remarks>
public sealed class KnownFailures
{
    private readonly Dictionary<string, string> files = new(StringComparer.Ordinal);
    private readonly Func<StressCase, Verdict.Fail, string?>? bugOf;

    private KnownFailures(Func<StressCase, Verdict.Fail, string?>? bugOf) => this.bugOf = bugOf;

    /// <summary>Nothing is known.</summary>
    public static KnownFailures None { get; } = new(null);

    /// <summary>The saved cases that fail now.</summary>
    public int Count { get; private set; }

    /// <param name="saved">Cases and their files.</param>
    /// <param name="rig">Runs them as the campaign runs its own.</param>
    /// <param name="bugOf">What failures of one bug have in common; null where that cannot be told.</param>
    /// <param name="stop">Asks for an early end.</param>
    public static KnownFailures Of(
        IReadOnlyList<(string File, StressCase Case)> saved,
        TestRig rig,
        Func<StressCase, Verdict.Fail, string?>? bugOf,
        CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(saved);
        ArgumentNullException.ThrowIfNull(rig);
        var known = new KnownFailures(bugOf);
        rig.Driven.Prefetch([.. saved.Select(s => s.Case)], stop);
        foreach (var (file, stressCase) in saved)
        {
            if (rig.TryEverywhere(stressCase, 0, stop).Verdict is Verdict.Fail failure)
            {
                known.Add(file, stressCase, failure);
            }
        }

        return known;
    }

    /// <summary>The file that shows the same, or null.</summary>
    public string? Find(StressCase stressCase, Verdict.Fail failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Count == 0 ? null
            : files.TryGetValue(TextOf(stressCase, failure), out var file) ? file
            : bugOf?.Invoke(stressCase, failure) is { } bug ? files.GetValueOrDefault(bug)
            : null;
    }

    private void Add(string file, StressCase stressCase, Verdict.Fail failure)
    {
        Count++;
        files.TryAdd(TextOf(stressCase, failure), file);
        if (bugOf?.Invoke(stressCase, failure) is { } bug)
        {
            files.TryAdd(bug, file);
        }
    }

    private static string TextOf(StressCase stressCase, Verdict.Fail failure) => $"{failure.Oracle}\n{stressCase}";
}
