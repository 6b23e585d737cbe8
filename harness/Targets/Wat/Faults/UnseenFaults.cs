using System.Collections.Immutable;
using Vera.GcStress.Programs;
using static Vera.GcStress.Targets.Wat.Faults.FaultCatalogue;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Faults that no oracle sees in a case yet; the comments say what that would take.</summary>
internal static class UnseenFaults
{
    private static readonly FaultConditions Decimals = FaultConditions.Usual.With(TypeKind.Decimal);

    public static ImmutableArray<Fault> All { get; } =
    [
        // A heap of 2 GiB; a law of the heap has one, a case does not.
        InHeap("no-ceiling", FaultLayer.Allocator, null,
            "the heap grows past 2 GiB, where a payload address has the bit that marks a handle",
            FaultConditions.Usual),

        // A measure of what is alive and not needed: these words are gone as soon as the block is filled.
        InHeap("stale-reuse", FaultLayer.Conservatism, null,
            "a reused block keeps its old words and links until they are overwritten, and what they name stays",
            FaultConditions.Usual),

        // A host that looks at the wrapper when it is told of its death; a law of the heap has one.
        InHeap("wrap-after-sweep", FaultLayer.Handles, 573,
            "the wrap table is walked after the sweep, when a dying wrapper's payload is gone already",
            Decimals),

        // A closure that nothing else roots: cases apply locals alone.
        InCode(PlantedFault.ClosureResultUnrooted, FaultLayer.Roots, 570,
            "what a closure returns is not pushed by whoever called it",
            FaultConditions.Eager.With(TypeKind.Closure, TypeKind.Json, TypeKind.String)),

        // A bound on roots: what a frame leaves behind goes when the roots go, and until then it is not wrong.
        InCode(PlantedFault.BuilderLeaks, FaultLayer.ShadowStack, 570,
            "a fold's turns leave their roots on the shadow stack, one after the other",
            FaultConditions.Usual),
        InCode(PlantedFault.CalleeLeaks, FaultLayer.ShadowStack, 924,
            "a callee returns without restoring the shadow pointer",
            FaultConditions.Usual),

        // A bound on the heap's size in terms of what is alive.
        InCode(PlantedFault.BucketExact, FaultLayer.Containers, 706,
            "a bucket has exactly twice the slots that it needs, so no freed one ever fits",
            FaultConditions.Usual with { Runtime = RuntimeKind.Bucket }),
    ];
}
