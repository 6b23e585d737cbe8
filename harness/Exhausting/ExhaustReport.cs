using System.Collections.Immutable;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Exhausting;

/// <summary>The first program that fails in one way.</summary>
/// <param name="Number">Its number, from 0, among all programs.</param>
/// <param name="Case">The program, with the collection that it takes.</param>
/// <param name="Failure">What an oracle saw.</param>
/// <param name="Alike">How many programs fail so, this one included.</param>
public sealed record ExhaustFinding(long Number, StressCase Case, Verdict.Fail Failure, long Alike)
{
    /// <summary>Where it is saved, or null.</summary>
    public string? File { get; init; }
}

/// <summary>What came of all programs.</summary>
/// <param name="StepsMax">The most steps of a program.</param>
/// <param name="Programs">How many programs there are.</param>
/// <param name="Tried">How many of them were run: those of this shard, from where it was told to begin.</param>
/// <param name="Runs">Runs in all: each program without and with a collection at each of its allocations.</param>
/// <param name="Failed">Programs that fail.</param>
/// <param name="Unjudged">Programs at which a limit was hit.</param>
/// <param name="Findings">One for each way to fail, by number.</param>
/// <param name="Next">The first number that was not come to; null: all were.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record ExhaustReport(
    int StepsMax, long Programs, long Tried, long Runs, long Failed, long Unjudged,
    ImmutableArray<ExhaustFinding> Findings, long? Next, TimeSpan Elapsed);
