using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;
using Vera.GcStress.Shrinking;

namespace Vera.GcStress.Triage;

/// <summary>A case that failed, as it was drawn or with another schedule, and what it takes to see that.</summary>
internal sealed record CaseFailure(long Number, StressCase Case, Verdict.Fail Failure, Lane Lane)
{
    /// <summary>Whether this is not the case of that number, but one that shrinking it came across.</summary>
    public bool Slipped { get; init; }
}

/// <summary>What shrinking made of a failure.</summary>
/// <param name="Case">The smallest case that shows the same bug.</param>
/// <param name="Failure">What the oracle says of it.</param>
/// <param name="Attempts">Cases that were tried.</param>
/// <param name="IsMinimal">Whether every smaller step was seen to pass; if not, a limit cut the search short.</param>
public sealed record ShrunkFailure(StressCase Case, Verdict.Fail Failure, int Attempts, bool IsMinimal)
{
    /// <summary>Which limit that was; null: none.</summary>
    public ShrinkLimit? Limit { get; init; }

    /// <summary><c>minimal</c>, or what cut it short.</summary>
    public string End => ShrinkEnd.Words(IsMinimal, Limit);
}
