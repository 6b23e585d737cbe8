using Vera.GcStress.Targets;

namespace Vera.GcStress.Stressing;

/// <summary>One thing that is wrong with how a program runs.</summary>
/// <param name="Oracle">The claim that does not hold, in lower case.</param>
/// <param name="Evidence">What was seen.</param>
/// <param name="Way">The first way to run the program in which it was seen.</param>
/// <param name="Function">The program's function it is about, or that was run.</param>
public sealed record StressFinding(string Oracle, StressEvidence Evidence, Way Way, string Function)
{
    /// <summary>The line of that function in the program's file; 1 where it is not declared there.</summary>
    public int Line { get; init; } = 1;

    /// <summary>In how many runs it was seen.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>The least that it takes to see it.</summary>
    public Shown Shows { get; init; } = Shown.Latent;

    /// <summary>The swap with which it is not seen, as <c>--swap</c> spells it; null: none of them.</summary>
    public string? Cure { get; init; }

    /// <summary>The block that is freed too early, where one is and it can be told.</summary>
    public LostBlock? Lost { get; init; }

    /// <summary>Whether it comes of memory of new blocks that is read and was never written.</summary>
    public bool IsUnwritten { get; init; }

    /// <summary>What is known of such a finding, with Vera's issue; null: nothing is.</summary>
    /// <remarks>A collector that knows where blocks begin does not mark anything else.</remarks>
    public KnownCause? Cause => Evidence is StressEvidence.Damaged { Damage: { Kind: BrokenRule.Payload } damage }
        && (damage.Before ^ damage.After) == MarkBit && Cure == Way.HardenedCollector
            ? KnownCause.FalsePointer
            : null;

    /// <summary>What a collector sets in a block's header.</summary>
    private const uint MarkBit = 1;

    /// <summary>Whether it is on file already.</summary>
    public bool IsKnown { get; init; }

    /// <summary>What makes it the same finding in another run.</summary>
    public string Key => $"{Oracle} {Function}";
}

/// <summary>Why a program shows what it does, where that is known to Vera's makers.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Words">What happens.</param>
/// <param name="Issue">The number of Vera's issue.</param>
public sealed record KnownCause(string Name, string Words, int Issue)
{
    /// <summary>The collector takes a word that is no address for one.</summary>
    public static KnownCause FalsePointer { get; } = new(
        "a false pointer",
        "a word that looks like the address of a block, and is none, is marked through by the conservative " +
        "collector, which sets a bit in the data before that place",
        1382);

    /// <summary>With the issue as GitHub links it.</summary>
    public override string ToString() => $"{Name} (aallan/vera#{Issue})";
}
