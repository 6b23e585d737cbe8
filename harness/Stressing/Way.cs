using System.Collections.Immutable;
using System.Globalization;
using Vera.GcStress.Targets.Vera.Microscope;

namespace Vera.GcStress.Stressing;

/// <summary>One way to run a program: what is built into its module, and when it collects.</summary>
public sealed record Way(Instruments Instruments, CollectionPlan Plan)
{
    /// <summary>The swap of the collector, as options spell it.</summary>
    public const string HardenedCollector = "gc=hardened";

    /// <summary>The swap of the containers, as options spell it.</summary>
    public const string LinkedContainers = "containers=container";

    /// <summary>Whether the module's Sets and Maps are functions of its own, and not the host's.</summary>
    public bool Linked { get; init; }

    /// <summary>As Vera runs it, but for the look at each of its own collections.</summary>
    public static Way Plain { get; } = new(default, CollectionPlan.Natural);

    /// <summary>As Vera's own eager mode runs it.</summary>
    public static Way PlainEager { get; } = new(default, CollectionPlan.Eager);

    /// <summary>As reports spell it.</summary>
    public override string ToString() => string.Join(", ",
    [
        $"{Plan}",
        .. Instruments.Poison ? ["poisoned"] : ImmutableArray<string>.Empty,
        .. Instruments.Hardened ? [HardenedCollector] : ImmutableArray<string>.Empty,
        .. Linked ? [LinkedContainers] : ImmutableArray<string>.Empty,
        .. Instruments.Shift > 0
            ? [string.Create(CultureInfo.InvariantCulture, $"heap moved by {Instruments.Shift}")]
            : ImmutableArray<string>.Empty,
    ]);
}
