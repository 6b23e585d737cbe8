using System.Collections.Immutable;
using Vera.GcStress.Features;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>What a judgement holds besides its verdict and the numbers of the run; each costs time.</summary>
[Flags]
public enum Effort
{
    /// <summary>Nothing else.</summary>
    Usual = 0,

    /// <summary>What the program held at its end: one more collection.</summary>
    Held = 1,

    /// <summary>A fingerprint of what the run let us see, to compare runs by.</summary>
    Print = 2,

    /// <summary>Copies of what the model and the target observed.</summary>
    Observations = 4,

    /// <summary>Which features the run showed.</summary>
    Features = 8,
}

/// <summary>What came of one run of a case. It holds nothing of the targets, and stays as it is.</summary>
/// <param name="Verdict">What the oracles say.</param>
public sealed record Judgement(Verdict Verdict)
{
    /// <summary>How the target's run ended; null if it did not run, since the model came to a limit.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>The op in which the model came to a limit; null if it came to its end.</summary>
    public int? BeyondModel { get; init; }

    /// <summary>What the target did, in numbers.</summary>
    public RunStats Stats { get; init; }

    /// <summary>How many ops of the run ended; 0 if the target's heap is out of sight.</summary>
    public int OpsRun { get; init; }

    /// <summary>The ops in which collections took place, ascending.</summary>
    public ImmutableArray<int> Collections { get; init; } = [];

    /// <summary>What the run held in the end, if that was asked for and all ops ran.</summary>
    public HeldBytes Held { get; init; }

    /// <summary>The fingerprint, if that was asked for.</summary>
    internal RunPrint Print { get; init; } = RunPrint.Empty;

    /// <summary>Which features the run showed, if that was asked for and the target knows.</summary>
    public FeatureProfile? Features { get; init; }

    /// <summary>What the model observed, if that was asked for.</summary>
    public Transcript? Expected { get; init; }

    /// <summary>What the target observed, if that was asked for and it ran.</summary>
    public Transcript? Seen { get; init; }
}

/// <summary>What a program held at its end, counted twice; in bytes of blocks, headers and padding included.</summary>
/// <param name="Live">What a full collection kept.</param>
/// <param name="Reached">What the values in scope consist of, by their types.</param>
/// <remarks>
/// Between the two lie what words that only look like pointers keep, and what is rooted without a name: temporaries of
/// open frames, older versions of a container, the State cell. Vera's code generation roots those too.
/// </remarks>
public readonly record struct HeldBytes(long Live, long Reached)
{
    /// <summary>How many bytes are kept for each that is needed; 1 where nothing is needed.</summary>
    public double Ratio => Reached > 0 ? (double)Live / Reached : 1;

    /// <summary>Both counts of two programs, added up.</summary>
    public HeldBytes Plus(HeldBytes other) => new(Live + other.Live, Reached + other.Reached);
}
