using System.Collections.Immutable;
using Vera.GcStress.Targets.Vera.Microscope;

namespace Vera.GcStress.Targets.Vera.Own.Runs;

/// <summary>One run of an exported function, and everything that the run depends on.</summary>
/// <param name="Function">The name under which the module exports it.</param>
public sealed record RunRequest(string Function)
{
    /// <summary>Its arguments in the order of its parameters.</summary>
    public ImmutableArray<RunArgument> Arguments { get; init; } = [];

    /// <summary>What <c>read_line</c> and <c>read_char</c> read.</summary>
    public string Input { get; init; } = "";

    /// <summary>What <c>IO.args</c> returns.</summary>
    public ImmutableArray<string> CommandLine { get; init; } = [];

    /// <summary>What <c>IO.get_env</c> knows.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What <c>IO.time</c> returns, always.</summary>
    public long Milliseconds { get; init; } = 1_700_000_000_000;

    /// <summary>Where the <c>Random</c> effect draws from.</summary>
    public ulong Seed { get; init; }

    /// <summary>The most work of guest and host together, roughly one an instruction or byte.</summary>
    public long FuelMax { get; init; } = 4_000_000_000;

    /// <summary>The most bytes of linear memory.</summary>
    public int MemoryMax { get; init; } = 512 << 20;

    /// <summary>The most characters that the run may print.</summary>
    public int OutputMax { get; init; } = 4 << 20;

    /// <summary>Whether an edited module collects once more after its function has returned, without a root.</summary>
    public bool Empties { get; init; }

    /// <summary>Makes the listener of an edited module, which is given the memory of this run.</summary>
    public Func<IModuleMemory, IModuleHooks>? Hooks { get; init; }
}
