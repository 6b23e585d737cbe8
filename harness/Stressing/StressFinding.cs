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

    /// <summary>Whether it is on file already.</summary>
    public bool IsKnown { get; init; }

    /// <summary>What makes it the same finding in another run.</summary>
    public string Key => $"{Oracle} {Function}";
}
