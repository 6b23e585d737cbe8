using System.Collections.Immutable;

namespace Vera.GcStress.Targets.Vera.Own.Runs;

/// <summary>How a run ended.</summary>
public abstract record ModuleEnding
{
    private ModuleEnding()
    {
    }

    /// <summary>The function returned.</summary>
    public sealed record Completed(RunValue Value) : ModuleEnding;

    /// <summary>The program asked to end with this code.</summary>
    public sealed record Exited(long Code) : ModuleEnding;

    /// <summary>The guest trapped.</summary>
    /// <param name="Kind">As Vera names them: contract_violation, divide_by_zero, out_of_bounds, stack_exhausted,
    /// unreachable, overflow, unknown.</param>
    /// <param name="Message">A contract's own words, or the engine's.</param>
    /// <param name="Frames">The active functions, the innermost first; empty where the host trapped for the guest.
    /// </param>
    public sealed record Trapped(string Kind, string Message, ImmutableArray<string> Frames) : ModuleEnding;

    /// <summary>A host function failed where Vera's own would fail with an exception.</summary>
    public sealed record HostFailed(string Message) : ModuleEnding;

    /// <summary>A bound of the request was hit: fuel, memory, output ...</summary>
    public sealed record LimitHit(string Limit) : ModuleEnding;

    /// <summary>The program called an import that this host does not offer, or used one in a way it does not.</summary>
    public sealed record Unsupported(string Import) : ModuleEnding;
}
