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

    /// <summary>Whether it survived, and the text says why.</summary>
    public bool IsExplained => !Result.IsCaught && Mutant.Explained is not null;

    /// <summary>Whether it was caught although the text says that no program can tell.</summary>
    public bool IsOutOfDate => Result.IsCaught && Mutant.Explained is not null;
}

/// <summary>What became of a number of mutants.</summary>
/// <param name="Rows">One a mutant that was tried, in the order of the text.</param>
/// <param name="Made">How many there are in all, valid modules or not.</param>
/// <param name="Invalid">How many of those that were chosen are no valid module.</param>
/// <param name="Score">What the results add up to.</param>
public sealed record MutantReport(IReadOnlyList<MutantRow> Rows, int Made, int Invalid, TrialScore Score)
{
    /// <summary>How many survived for a reason that the text says.</summary>
    public int Explained => Rows.Count(row => row.IsExplained);

    /// <summary>How many can be told from the sound heap, as far as the text says.</summary>
    public int Visible => Rows.Count - Explained;

    /// <summary>The share of these that was caught, from 0 to 1.</summary>
    public double Share => Visible == 0 ? 0 : (double)Score.Caught / Visible;

    /// <summary>Whether all that survived is explained, and nothing that was caught.</summary>
    public bool IsClean => Rows.All(row => row.Result.IsCaught == row.Mutant.Explained is null);
}
