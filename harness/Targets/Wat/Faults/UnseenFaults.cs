using System.Collections.Immutable;
using Vera.GcStress.Programs;
using static Vera.GcStress.Targets.Wat.Faults.FaultCatalogue;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Faults that no oracle sees in a case yet; the comments say what that would take.</summary>
internal static class UnseenFaults
{
    public static ImmutableArray<Fault> All { get; } =
    [
        // A bound on the heap's size in terms of what is alive.
        InCode(PlantedFault.BucketExact, FaultLayer.Containers, 706,
            "a bucket has exactly twice the slots that it needs, so no freed one ever fits",
            FaultConditions.Usual with { Runtime = RuntimeKind.Bucket }),
    ];
}
