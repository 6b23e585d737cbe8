using System.Collections.Immutable;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Types;
using Vera.GcStress.Rigs;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Campaigns;

/// <summary>How far each trial goes.</summary>
public sealed record TrialOptions
{
    /// <summary>One campaign each.</summary>
    public ImmutableArray<ulong> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Cases of one campaign before a trial has held.</summary>
    public long CasesMax { get; init; } = 3000;

    /// <summary>The cases of each campaign, as far as they go; what comes after them is drawn.</summary>
    public ImmutableArray<StressCase> Cases { get; init; } = [];

    /// <summary>Cases to try while shrinking the first failure.</summary>
    public int ShrinkAttemptsMax { get; init; } = 1500;

    /// <summary>Small cases to look at in the end of shrinking one failure, for its normal form.</summary>
    public int SmallCasesMax { get; init; }

    /// <summary>How many of the failures are shrunk, one a seed at most.</summary>
    public int ShrunkMax { get; init; } = 1;

    /// <summary>Whether a bug that breaks the harness counts as caught, and is no reason to stop.</summary>
    public bool CountsBreaks { get; init; }

    /// <summary>
    /// Whether a case counts that hits a limit, and without the bug does not: a campaign lists it as not judged.
    /// </summary>
    public bool CountsLimits { get; init; }

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Smaller documents to try while shrinking.</summary>
    public Func<VeraType, string, IEnumerable<string>>? SmallerDocuments { get; init; }
}

/// <summary>One thing to try, such as a planted bug: what to draw, and what runs it.</summary>
/// <param name="Name">Names the result.</param>
/// <param name="Generation">What is drawn.</param>
/// <param name="NewRig">Makes the target; it is disposed of after the trial.</param>
public sealed record Trial(string Name, GenerationOptions Generation, Func<TestRig> NewRig)
{
    /// <summary>
    /// Makes the same without the bug, where a case has to pass for its failure to count; null: each failure counts.
    /// </summary>
    public Func<TestRig>? NewSound { get; init; }

    /// <summary>Which of its failures are of one bug.</summary>
    public Signatures Signatures { get; init; } = new HeapSignatures();
}
