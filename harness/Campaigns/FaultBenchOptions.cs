using System.Collections.Immutable;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Campaigns;

/// <summary>How far the bench goes with each planted bug.</summary>
public sealed record FaultBenchOptions
{
    /// <summary>One campaign each.</summary>
    public ImmutableArray<ulong> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Cases of one campaign before a bug counts as survived.</summary>
    public long CasesMax { get; init; } = 3000;

    /// <summary>Cases to try while shrinking the first failure.</summary>
    public int ShrinkAttemptsMax { get; init; } = 1500;

    /// <summary>Threads.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Smaller documents to try while shrinking.</summary>
    public Func<VeraType, string, IEnumerable<string>>? SmallerDocuments { get; init; }
}

/// <summary>One planted bug: what to draw, and what runs it.</summary>
/// <param name="Name">The fault's.</param>
/// <param name="Generation">Cases that show it soon.</param>
/// <param name="NewBench">Makes a target with the bug in it; the bench disposes of it.</param>
public sealed record FaultTrial(string Name, GenerationOptions Generation, Func<Bench> NewBench);
