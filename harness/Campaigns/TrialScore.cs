using System.Collections.Immutable;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Campaigns;

/// <summary>What the cases of one seed showed.</summary>
/// <param name="Seed">The campaign's.</param>
/// <param name="Cases">How many cases it took, the failing one included.</param>
/// <param name="Oracle">Which oracle failed, or null if none did.</param>
public sealed record TrialRun(ulong Seed, long Cases, OracleName? Oracle)
{
    /// <summary>How many of them passed or failed; the others hit a limit.</summary>
    public long Judged { get; init; }

    /// <summary>Whether a limit was hit that is not hit without the bug, where that counts.</summary>
    public bool HitsLimit { get; init; }

    /// <summary>Whether the last of its cases gave the bug away.</summary>
    public bool IsCaught => Oracle is not null || HitsLimit;
}

/// <summary>What became of one trial.</summary>
/// <param name="Name">The trial's.</param>
/// <param name="Runs">One a seed.</param>
/// <param name="Failure">The first failure of all, or null.</param>
/// <param name="Shrunk">The case of that failure, made small.</param>
/// <param name="Elapsed">All seeds and the shrinking.</param>
public sealed record TrialResult(
    string Name, ImmutableArray<TrialRun> Runs, Verdict.Fail? Failure, StressCase? Shrunk, TimeSpan Elapsed)
{
    /// <summary>What the failures that were shrunk ended in: cause, evidence and normal form of each.</summary>
    public ImmutableArray<string> Signatures { get; init; } = [];

    /// <summary>The cases that they ended in, by their texts.</summary>
    public ImmutableArray<string> Texts { get; init; } = [];

    /// <summary>How many of them ended in the text that most did: the normal form of the bug.</summary>
    public int Alike => Texts.CountBy(text => text).Select(one => one.Value).DefaultIfEmpty().Max();

    /// <summary>How the harness itself broke on a case, where that counts; otherwise null.</summary>
    public string? Broken { get; init; }

    /// <summary>How many cases passed or failed.</summary>
    public long Judged => Runs.Sum(run => run.Judged);

    /// <summary>Whether every seed caught it, or the harness broke.</summary>
    public bool IsCaught => Broken is not null || (Runs.Length > 0 && Runs.All(run => run.IsCaught));

    /// <summary>The median over the seeds; seeds that did not catch it count with all their cases.</summary>
    public long MedianCases => Runs.Length == 0 ? 0 : Runs.Select(run => run.Cases).Order().ElementAt(Runs.Length / 2);

    /// <summary>The oracles that caught it, in alphabetical order.</summary>
    public IEnumerable<string> Oracles =>
        Runs.Select(run => run.Oracle?.Text()).OfType<string>().Distinct().Order(StringComparer.Ordinal);
}

/// <summary>What became of all trials.</summary>
public sealed record TrialScore(ImmutableArray<TrialResult> Results, TimeSpan Elapsed, bool Interrupted)
{
    /// <summary>Trials in which a failure was found.</summary>
    public int Caught => Results.Count(result => result.IsCaught);

    /// <summary>The mutation score: how many of the planted bugs were caught, from 0 to 1.</summary>
    public double Score => Results.IsEmpty ? 0 : (double)Caught / Results.Length;
}
