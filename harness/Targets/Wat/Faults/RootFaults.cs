using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using static Vera.GcStress.Targets.Wat.Faults.FaultCatalogue;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Roots that the mutator or its host forgets, or pops too early.</summary>
/// <remarks>
/// A let of a constructed value or of a string literal is covered by the push of its construction: what is left out at
/// lets shows only for what the host returned and what was read out of a block. A match binds
/// what its own scrutinee keeps, so that shows where nothing keeps the scrutinee: copies that get makes.
/// </remarks>
internal static class RootFaults
{
    private static readonly FaultConditions HostStrings =
        FaultConditions.Eager.With(TypeKind.String) with { Runtime = RuntimeKind.HostStore };

    private static readonly FaultConditions Copies =
        FaultConditions.Eager with { Runtime = RuntimeKind.Serialised, MapsOnly = true };

    public static ImmutableArray<Fault> All { get; } =
    [
        InCode(PlantedFault.ClosureResultUnbalanced, FaultLayer.ShadowStack, 593,
            "a loop over a closure pops one root more than its turns have pushed: the last root of the frame",
            FaultConditions.Eager),
        InCode(PlantedFault.TailUnwindsCaller, FaultLayer.ShadowStack, 549,
            "a tail call resets the shadow pointer to its caller's entry, and the caller's roots are overwritten",
            FaultConditions.Eager),
        InCode(PlantedFault.TailLosesRoots, FaultLayer.ShadowStack, 549,
            "a tail call resets the shadow pointer and does not push its arguments again",
            FaultConditions.Eager),
        InCode(PlantedFault.TailPairUnrooted, FaultLayer.Roots, 464,
            "arguments of a tail call that are two words, strings and arrays, are not pushed",
            FaultConditions.Eager),
        InCode(PlantedFault.LetUnrooted, FaultLayer.Roots, 705,
            "a let of a pointer that the host returned or a block held is not pushed",
            FaultConditions.Eager),
        InCode(PlantedFault.PairLetUnrooted, FaultLayer.Roots, 847,
            "a let of a (pointer, length) pair that the host returned is not pushed",
            FaultConditions.Eager),
        InCode(PlantedFault.MatchUnrooted, FaultLayer.Roots, 705,
            "what a match arm binds is not pushed",
            Copies),
        InCode(PlantedFault.DestructureUnrooted, FaultLayer.Roots, 705,
            "what a destructuring let binds is not pushed",
            Copies),
        InCode(PlantedFault.CaptureUnrooted, FaultLayer.Roots, 535,
            "a captured value is not rooted while the closure's block is allocated",
            FaultConditions.Eager.With(TypeKind.Closure, TypeKind.Json, TypeKind.String)),
        InCode(PlantedFault.CaptureHalved, FaultLayer.Roots, 535,
            "a closure keeps the pointer of a captured string or array and not its length",
            FaultConditions.Usual.With(TypeKind.Closure, TypeKind.String, TypeKind.Array)),
        InCode(PlantedFault.ChainUnrooted, FaultLayer.Roots, null,
            "what a container operation returns is not pushed, so a chain of them loses what it has so far",
            FaultConditions.Eager),
        InCode(PlantedFault.CallResultUnrooted, FaultLayer.Roots, 705,
            "what a function returns is not pushed in its caller's frame",
            FaultConditions.Eager),
        InCode(PlantedFault.ArrayUnrooted, FaultLayer.Roots, 705,
            "an array literal is pushed only once all its items are evaluated",
            FaultConditions.Eager.With(TypeKind.Array, TypeKind.String, TypeKind.Record)),
        InCode(PlantedFault.ConstructUnrooted, FaultLayer.Roots, 705,
            "a constructor's block is pushed only once all its fields are evaluated",
            FaultConditions.Eager),
        InCode(PlantedFault.StateUnrooted, FaultLayer.Roots, 976,
            "what is put into the State cell is known to no root",
            FaultConditions.Eager),
        InCode(PlantedFault.OperandUnrooted, FaultLayer.Roots, 847,
            "an operand that the host returned is not rooted while the rest of its expression allocates",
            FaultConditions.Eager),
        InCode(PlantedFault.ClosureResultUnrooted, FaultLayer.Roots, 570,
            "what a closure returns is not pushed by whoever called it",
            Copies.With(TypeKind.Closure, TypeKind.Json, TypeKind.String) with { MapsOnly = false }),
        InCode(PlantedFault.BuilderLeaks, FaultLayer.ShadowStack, 570,
            "a fold's turns leave their roots on the shadow stack, one after the other",
            FaultConditions.Usual),
        InCode(PlantedFault.CalleeLeaks, FaultLayer.ShadowStack, 924,
            "a callee returns without restoring the shadow pointer",
            FaultConditions.Usual),
        InCode(PlantedFault.JsonWalkerUnrooted, FaultLayer.HostWalkers, 692,
            "json_parse holds finished nodes in host variables only while it allocates the next",
            FaultConditions.Eager.With(TypeKind.Json)),
        InCode(PlantedFault.HtmlWalkerUnrooted, FaultLayer.HostWalkers, 692,
            "html_parse holds finished nodes in host variables only while it allocates the next",
            FaultConditions.Eager.With(TypeKind.HtmlNode)),
        InCode(PlantedFault.MdWalkerUnrooted, FaultLayer.HostWalkers, 744,
            "md_parse holds finished blocks and inlines in host variables only while it allocates the next",
            FaultConditions.Eager.With(TypeKind.MdBlock, TypeKind.MdInline)),
        InCode(PlantedFault.WalkerArrayUnrooted, FaultLayer.HostWalkers, 692,
            "a walker's array of children is not rooted while the node above it is allocated",
            FaultConditions.Eager.With(TypeKind.Json, TypeKind.HtmlNode, TypeKind.MdBlock)),
        InCode(PlantedFault.WalkerMapUnrooted, FaultLayer.HostWalkers, 708,
            "the map of a parsed object or of attributes is not rooted while it is filled",
            FaultConditions.Eager.With(TypeKind.Json, TypeKind.HtmlNode)),
        InCode(PlantedFault.OptionPayloadUnrooted, FaultLayer.HostWalkers, 743,
            "a string that map_get writes out is not rooted while its Some is allocated",
            HostStrings),
        InCode(PlantedFault.ResultPayloadUnrooted, FaultLayer.HostWalkers, 743,
            "the parsed tree is not rooted while its Ok is allocated",
            FaultConditions.Eager.With(TypeKind.Json, TypeKind.HtmlNode, TypeKind.MdBlock)),
        InCode(PlantedFault.ListingUnrooted, FaultLayer.HostWalkers, 706,
            "the backing block of map_keys and its kin is not rooted while the strings in it are written out",
            HostStrings),
        InCode(PlantedFault.WindowStale, FaultLayer.HostWalkers, null,
            "the host writes through a window on memory that it took before an allocation made memory grow",
            FaultConditions.Usual with { Layout = HeapLayout.Small with { PageBytes = 64 } }),
    ];
}
