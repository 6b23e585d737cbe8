using System.Collections.Immutable;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using static Vera.GcStress.Targets.Wat.Faults.FaultCatalogue;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Containers that lose, keep or change what they hold, and blocks that are scanned wrongly.</summary>
internal static class ContainerFaults
{
    private static readonly FaultConditions Floats = FaultConditions.Usual.With(TypeKind.Float64);

    // No key is on the heap: the collector has no part in it.
    private static readonly FaultConditions Values =
        FaultConditions.Usual.With(TypeKind.Int, TypeKind.String, TypeKind.Float64);

    // For Vera's collector, which takes what looks like an address for one: a string of one letter in the place of a
    // link does, an ordinary number does not.
    private static readonly FaultConditions OrdinaryNumbers =
        FaultConditions.Usual.With(TypeKind.Int, TypeKind.Nat) with { SetsOnly = true, HostileValues = false };

    private static readonly FaultConditions Maps = FaultConditions.Usual with { MapsOnly = true };

    private static readonly FaultConditions MapsOfBlocks = Maps.With(
        TypeKind.Record, TypeKind.Tree, TypeKind.Tuple, TypeKind.Option, TypeKind.Set);

    public static ImmutableArray<Fault> All { get; } =
    [
        new(Fault.NameOf(PlantedFault.HandleUntagged), FaultLayer.Handles, 578,
            "a wrapper keeps its handle without bit 31, so the handle passes for a heap address and is marked")
        {
            Planted = PlantedFault.HandleUntagged,
            Shows = FaultConditions.Eager.With(TypeKind.Decimal, TypeKind.Array, TypeKind.Int) with
            {
                Collector = CollectorKind.Vera,
                HostileValues = false,
            },
        },
        InCode(PlantedFault.HandleKept, FaultLayer.Handles, 573,
            "the host hears that a wrapper died, and keeps its value",
            FaultConditions.Usual.With(TypeKind.Decimal)),
        InCode(PlantedFault.ContentsInvisible, FaultLayer.Containers, 695,
            "contents live in host dictionaries that the collector cannot see",
            FaultConditions.Usual),
        InCode(PlantedFault.EntryUnrooted, FaultLayer.Containers, 705,
            "a new entry is not rooted while the nodes above it are allocated",
            FaultConditions.Eager),
        InCode(PlantedFault.CellUnrooted, FaultLayer.Containers, 705,
            "a scalar's cell is not rooted while the entry that will hold it is allocated",
            FaultConditions.Eager),
        InCode(PlantedFault.NodeUnrooted, FaultLayer.Containers, 705,
            "a new node is not rooted while the nodes above it are allocated",
            FaultConditions.Eager),
        InCode(PlantedFault.RootUnrooted, FaultLayer.Containers, 705,
            "the new version's root is not rooted while its wrapper is allocated",
            FaultConditions.Eager),
        InCode(PlantedFault.SentinelZero, FaultLayer.Containers, 706,
            "a key whose first word is 0 counts as no key at all",
            Values),
        InCode(PlantedFault.NanUnequal, FaultLayer.Containers, 706,
            "NaN is no key that is ever found again",
            Floats),
        InCode(PlantedFault.ZeroSignKept, FaultLayer.Containers, 706,
            "-0.0 hashes by its bits, so it is another key than 0.0",
            Floats),
        InCode(PlantedFault.CollisionLost, FaultLayer.Containers, null,
            "hashes have two bits, and of two keys with the same hash the older is lost",
            Values),
        InCode(PlantedFault.StaleAfterRemoval, FaultLayer.Containers, null,
            "removal lowers the count and leaves the entry",
            Values),
        InCode(PlantedFault.NodeUncollapsed, FaultLayer.Containers, null,
            "removal leaves a node with one entry, so that the shape tells what has been there",
            Values),
        InCode(PlantedFault.NodeShared, FaultLayer.Containers, null,
            "an update writes to a node that older versions share",
            Values),
        InCode(PlantedFault.EntryOverwritten, FaultLayer.Containers, null,
            "a value is replaced in the entry that older versions share",
            Values),
        InCode(PlantedFault.PositionLost, FaultLayer.Containers, null,
            "a key whose value is replaced moves to the end",
            Values),
        InCode(PlantedFault.DuplicateCounted, FaultLayer.Containers, null,
            "inserting a key again counts it again",
            Values),
        InCode(PlantedFault.KeyDisguised, FaultLayer.Containers, null,
            "an entry keeps a string's address with the bit that lengths carry, and no collector sees it",
            FaultConditions.Usual.With(TypeKind.String)),
        InCode(PlantedFault.ValueCut, FaultLayer.Containers, 1063,
            "a value whose type nobody knows is taken for one i32: an Int loses its upper half",
            Maps.With(TypeKind.Int, TypeKind.Nat)),
        InCode(PlantedFault.OrderLost, FaultLayer.Containers, null,
            "a map lists its entries as the trie has them, not in the order of their insertion",
            Maps),
        InCode(PlantedFault.BucketUnrooted, FaultLayer.Containers, 706,
            "a new bucket is not rooted while the strings for it are allocated",
            FaultConditions.Usual.With(TypeKind.String) with { Runtime = RuntimeKind.Bucket }),
        InCode(PlantedFault.BucketExact, FaultLayer.Containers, 706,
            "a bucket has exactly twice the slots that it needs, so no freed one ever fits",
            OrdinaryNumbers with
            {
                Runtime = RuntimeKind.Bucket,
                Collector = CollectorKind.Vera,
                FoldTurnsMax = 80,
            }),
        InCode(PlantedFault.TracedValuesForgotten, FaultLayer.Containers, 695,
            "the host shows the marker the keys of a map and not its values",
            MapsOfBlocks with { Runtime = RuntimeKind.Traced }),
        InCode(PlantedFault.MirrorValuesForgotten, FaultLayer.Containers, 695,
            "the bucket that shows the collector a map has its keys and not its values",
            MapsOfBlocks with { Runtime = RuntimeKind.Mirror }),
        new(Fault.NameOf(PlantedFault.ScalarsScanned), FaultLayer.Conservatism, 1382,
            "entries of numbers are scanned by a marker that takes any aligned word for a pointer")
        {
            HeapTag = "mark-unvalidated",
            Planted = PlantedFault.ScalarsScanned,
            Shows = FaultConditions.Usual.With(TypeKind.Int, TypeKind.Nat, TypeKind.Float64),
        },
        new(Fault.NameOf(PlantedFault.StringsScanned), FaultLayer.Conservatism, 1382,
            "string bytes are scanned by a marker that takes any aligned word for a pointer")
        {
            HeapTag = "mark-unvalidated",
            Planted = PlantedFault.StringsScanned,
            Shows = FaultConditions.Usual.With(TypeKind.String),
        },
        InCode(PlantedFault.EntryPointerFree, FaultLayer.Conservatism, null,
            "entries that hold pointers are allocated as pointer-free blocks",
            FaultConditions.Usual),
        InCode(PlantedFault.NodePointerFree, FaultLayer.Conservatism, null,
            "nodes are allocated as pointer-free blocks",
            FaultConditions.Usual),
    ];
}
