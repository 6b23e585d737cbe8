using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Explaining;

/// <summary>A case, what its run showed, and why.</summary>
/// <param name="Case">The case that was run: with another schedule than its file's where only that fails.</param>
/// <param name="Verdict">What the oracles say.</param>
/// <param name="History">What happened.</param>
/// <param name="Failure">What is known of the failure; null if there is none.</param>
public sealed record Explanation(StressCase Case, Verdict Verdict, History History, FailureFacts? Failure)
{
    /// <summary>What was run beside the case as its file has it, in a few words; null if nothing was.</summary>
    public string? Variant { get; init; }

    /// <summary>What differs between the run of the case and one without collections; empty if not compared.</summary>
    public IReadOnlyList<Contrast> Contrasts { get; init; } = [];
}

/// <summary>One thing that two runs of a case disagree about.</summary>
/// <param name="What">An observation or a local: <c>op 3</c>, <c>local $0</c>.</param>
/// <param name="Without">Without forced collections.</param>
/// <param name="With">In the run that is explained.</param>
public sealed record Contrast(string What, string Without, string With);

/// <summary>Everything that happened in a run, in order.</summary>
public sealed record History(
    IReadOnlyList<OpRecord> Ops,
    IReadOnlyList<CollectionRecord> Collections,
    IReadOnlyList<BlockLife> Blocks,
    IReadOnlyList<HeapPicture> Pictures);

/// <summary>What is known of a failure.</summary>
/// <param name="Fail">What the oracle said.</param>
/// <param name="Cause">What most likely went wrong.</param>
public sealed record FailureFacts(Verdict.Fail Fail, Cause Cause)
{
    /// <summary>What read, or what ran, when it showed.</summary>
    public required string Moment { get; init; }

    /// <summary>The import that ran then, or null.</summary>
    public string? Import { get; init; }

    /// <summary>The block that was lost, or null.</summary>
    public LostBlock? Victim { get; init; }

    /// <summary>The block that was lost without anything that is known to have held it, or null.</summary>
    public BlockLife? Orphan { get; init; }

    /// <summary>The block that was lost, whichever way.</summary>
    public BlockLife? Block => Victim?.Block ?? Orphan;

    /// <summary>The block that has the lost one's place now, or null.</summary>
    public BlockLife? ReusedBy { get; init; }

    /// <summary>The lost block's first bytes when the failure showed.</summary>
    public IReadOnlyList<byte> Now { get; init; } = [];

    /// <summary>Where bytes changed that no op wrote, and what was there; or null.</summary>
    public Damage? Damage { get; init; }

    /// <summary>A block that a collection should have freed, or null.</summary>
    public KeptBlock? Kept { get; init; }

    /// <summary>An allocation that cannot be right, or null.</summary>
    public AllocationFlaw? AllocationFlaw { get; init; }

    /// <summary>What the compiled way showed where the driven way passes, or null.</summary>
    public bool CompiledOnly { get; init; }
}
