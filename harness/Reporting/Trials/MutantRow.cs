using Vera.GcStress.Campaigns;
using Vera.GcStress.Mutating;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>One mutant and what became of it.</summary>
/// <param name="Mutant">The change.</param>
/// <param name="Result">What became of it.</param>
public sealed record MutantRow(Mutant Mutant, TrialResult Result)
{
    /// <summary>Whether any case came by its place when it takes part; null: that was not found out.</summary>
    public bool? IsReached { get; init; }
}

/// <summary>What became of a number of mutants.</summary>
/// <param name="Rows">One a mutant that was tried, in the order of the text.</param>
/// <param name="Made">How many there are in all, valid modules or not.</param>
/// <param name="Invalid">How many of those that were chosen are no valid module.</param>
/// <param name="Score">What the results add up to.</param>
public sealed record MutantReport(IReadOnlyList<MutantRow> Rows, int Made, int Invalid, TrialScore Score);
