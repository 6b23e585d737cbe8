using System.Collections.Immutable;

namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>How a run of a module ended.</summary>
public enum RunEnding
{
    /// <summary>Its function returned, or it asked to exit.</summary>
    Completed,

    /// <summary>It trapped, a host function failed, or the process died.</summary>
    Trapped,

    /// <summary>It took too long, printed too much, or filled a table of fixed size.</summary>
    LimitHit,

    /// <summary>It asked for something of the world outside that is refused here.</summary>
    Refused,

    /// <summary>It could not be run.</summary>
    Unsupported,
}

/// <summary>What one run of a module let us see.</summary>
/// <param name="Ending">How it ended.</param>
/// <param name="Reason">Why, unless it completed: one line.</param>
/// <param name="Output">What it printed before that.</param>
public sealed record ModuleRun(RunEnding Ending, string Reason, string Output)
{
    /// <summary>What kind of trap it was, as far as the host tells them apart.</summary>
    public string Trap { get; init; } = "";

    /// <summary>What the function gave, as text; null if nothing.</summary>
    public string? Value { get; init; }

    /// <summary>What the program exited with; null if it did not ask to.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Calls of the module's allocator.</summary>
    public int Allocations { get; init; }

    /// <summary>Collections of any cause.</summary>
    public int Collections { get; init; }

    /// <summary>The host's function that ran when the last collection began; empty: none, or it is not told.</summary>
    public string Import { get; init; } = "";

    /// <summary>What the collection freed that the plan looks at.</summary>
    public ImmutableArray<FreedBlock> Freed { get; init; } = [];

    /// <summary>The number of the function in which that collection came.</summary>
    public int Site { get; init; }

    /// <summary>The first rule of the heap that was broken.</summary>
    public HeapDamage? Damage { get; init; }
}
