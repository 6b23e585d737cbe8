using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>The part of the system that a fault sits in.</summary>
internal enum FaultLayer
{
    Allocator,
    MarkSweep,
    ShadowStack,
    Roots,
    HostWalkers,
    Handles,
    Containers,
    Conservatism,
}

/// <summary>A bug that can be planted by name, modelled on one that was real.</summary>
/// <param name="Name">What <c>--fault</c> takes.</param>
/// <param name="Layer">Where it sits.</param>
/// <param name="Issue">The number of Vera's public issue, or null if there is none for it.</param>
/// <param name="Mechanism">What goes wrong, in one sentence.</param>
/// <param name="Parts">What a target is put together from, the broken part among them.</param>
internal sealed record Fault(string Name, FaultLayer Layer, int? Issue, string Mechanism, WatParts Parts)
{
    /// <summary>Where it shows.</summary>
    public FaultConditions Shows { get; init; } = FaultConditions.Usual;

    /// <summary>
    /// Another fault that shows in the same cases, in the same way, always: they are one bug to all who look from
    /// outside. Null: there is none.
    /// </summary>
    public string? Alike { get; init; }

    /// <summary>What runs the cases: with the fault, or the same in good order.</summary>
    public WatOptions Options(bool planted) => new(Shows.Runtime, Shows.Collector, HeapLayout.Small)
    {
        Parts = planted ? Parts : WatParts.Sound,
        FuelMax = FaultConditions.FuelMax,
    };
}
