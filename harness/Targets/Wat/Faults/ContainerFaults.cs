using System.Collections.Immutable;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Containers.Trie;
using Vera.GcStress.Targets.Wat.Heap;
using static Vera.GcStress.Targets.Wat.Faults.FaultCatalogue;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Containers that lose, keep or change what they hold, and blocks that are scanned wrongly.</summary>
internal static class ContainerFaults
{
    private static readonly FaultConditions Floats = FaultConditions.Usual.With(TypeKind.Float64);

    // No key is on the heap: the collector has no part in it.
    private static readonly FaultConditions Values =
        FaultConditions.Usual.With(TypeKind.Int, TypeKind.String, TypeKind.Float64);

    private static readonly FaultConditions Texts =
        FaultConditions.Usual.With(TypeKind.String) with { Meets = true };

    // For Vera's collector, which takes what looks like an address for one: a string of one letter in the place of a
    // link does, an ordinary number does not.
    private static readonly FaultConditions OrdinaryNumbers =
        FaultConditions.Usual.With(TypeKind.Int, TypeKind.Nat) with { SetsOnly = true, HostileValues = false };

    private static readonly FaultConditions Maps = FaultConditions.Usual with { MapsOnly = true };

    private static readonly FaultConditions MapsOfBlocks = Maps.With(
        TypeKind.Record, TypeKind.Tree, TypeKind.Tuple, TypeKind.Option, TypeKind.Set);

    public static ImmutableArray<Fault> All { get; } =
    [
        InCode("handle-untagged", FaultLayer.Handles, 578,
            "a wrapper keeps its handle without bit 31, so the handle passes for a heap address and is marked",
            FaultConditions.Eager.With(TypeKind.Decimal, TypeKind.Array, TypeKind.Int) with
            {
                Collector = CollectorKind.Vera,
                HostileValues = false,
            },
            WatParts.Sound with
            {
                Rooting = lowered => new UntaggedHandles(lowered),
                Decimals = layout => new(layout.HeapStart + 4, step: 8),
            }),
        InCode("handle-kept", FaultLayer.Handles, 573,
            "the host hears that a wrapper died, and keeps its value",
            FaultConditions.Usual.With(TypeKind.Decimal),
            WatParts.Sound with
            {
                Host = (heap, containers, decimals, read) => new HoardingHost(heap, containers, decimals, read),
            }) with
        {
            Alike = "wrap-never-released",
        },
        InCode("contents-invisible", FaultLayer.Containers, 695,
            "contents live in host dictionaries that the collector cannot see",
            FaultConditions.Usual,
            WatParts.Sound with { Containers = (_, heap, _) => new HostStore(heap) }),
        InCode("entry-unrooted", FaultLayer.Containers, 705,
            "a new entry is not rooted while the nodes above it are allocated",
            FaultConditions.Eager,
            InText("entry-unrooted")),
        InCode("cell-unrooted", FaultLayer.Containers, 705,
            "a scalar's box is not rooted while the entry that will hold it is allocated",
            FaultConditions.Eager,
            InText("cell-unrooted")),
        InCode("node-unrooted", FaultLayer.Containers, 705,
            "a new node is not rooted while the nodes above it are allocated",
            FaultConditions.Eager,
            InText("node-unrooted")),
        InCode("root-unrooted", FaultLayer.Containers, 705,
            "the new version's root is not rooted while its wrapper is allocated",
            FaultConditions.Eager,
            InText("root-unrooted")),
        InCode("sentinel-zero", FaultLayer.Containers, 706,
            "a key whose first word is 0 counts as no key at all",
            Values,
            InText("sentinel-zero")),
        InCode("nan-unequal", FaultLayer.Containers, 706,
            "NaN is no key that is ever found again",
            Floats,
            InText("nan-unequal")),
        InCode("zero-sign-kept", FaultLayer.Containers, 706,
            "-0.0 hashes by its bits, so it is another key than 0.0",
            Floats,
            InText("zero-sign-kept")),
        InCode("collision-lost", FaultLayer.Containers, null,
            "of two keys with the same hash the older is lost",
            Texts,
            InText("collision-lost")),
        InCode("collision-uncollapsed", FaultLayer.Containers, null,
            "removal leaves a list of one key where two had the same hash, as MoonBit's did (moonbit 3999)",
            Texts,
            InText("collision-uncollapsed")),
        InCode("collision-wrong-survivor", FaultLayer.Containers, null,
            "of the last two keys with the same hash, the one that was to go stays",
            Texts,
            InText("collision-wrong-survivor")),
        InCode("stale-after-removal", FaultLayer.Containers, null,
            "removal lowers the count and leaves the entry",
            Values,
            InText("stale-after-removal")),
        InCode("node-uncollapsed", FaultLayer.Containers, null,
            "removal leaves a node with one entry, so that the shape tells what has been there",
            Values,
            InText("node-uncollapsed")),
        InCode("node-shared", FaultLayer.Containers, null,
            "an update writes to a node that older versions share",
            Values,
            InText("node-shared")),
        InCode("entry-overwritten", FaultLayer.Containers, null,
            "a value is replaced in the entry that older versions share",
            Values,
            InText("entry-overwritten")),
        InCode("position-lost", FaultLayer.Containers, null,
            "a key whose value is replaced moves to the end",
            Values,
            InText("position-lost")),
        InCode("duplicate-counted", FaultLayer.Containers, null,
            "inserting a key again counts it again",
            Values,
            InText("duplicate-counted")),
        InCode("key-disguised", FaultLayer.Containers, null,
            "an entry keeps a string's address with the bit that lengths carry, and no collector sees it",
            FaultConditions.Usual.With(TypeKind.String),
            InText("key-disguised", heap => new DisguisedEntries(heap))),
        InCode("value-cut", FaultLayer.Containers, 1063,
            "a value whose type is not known is taken for one i32: an Int loses its upper half",
            Maps.With(TypeKind.Int, TypeKind.Nat),
            InText("value-cut")),
        InCode("order-lost", FaultLayer.Containers, null,
            "a map lists its entries as the trie has them, not in the order of their insertion",
            Maps,
            InText("order-lost")),
        InCode("open-kept", FaultLayer.Containers, null,
            "what a fold has built stays open, so the next fold from there changes it in place",
            FaultConditions.Usual,
            InText("open-kept")),
        InCode("open-shared", FaultLayer.Containers, null,
            "a fold changes nodes in place that other versions share",
            FaultConditions.Usual,
            InText("open-shared")),
        InCode("open-original", FaultLayer.Containers, null,
            "a fold goes on with the container that it begins with, not with a version of its own",
            FaultConditions.Usual,
            InText("open-original")),
        InCode("open-overrun", FaultLayer.Containers, null,
            "a fold takes a node that is full to have room for one pointer more",
            FaultConditions.Usual,
            InText("open-overrun")),
        InCode("open-entry-unrooted", FaultLayer.Containers, 705,
            "a new entry of a fold is not rooted while the node that it goes to is made larger",
            FaultConditions.Eager,
            InText("open-entry-unrooted")),
        InCode("open-list-miscounted", FaultLayer.Containers, null,
            "below the last level a fold makes a node where there has to be a list (kotlinx.collections.immutable 294)",
            Texts,
            InText("open-list-miscounted")),
        InCode("column-wraps", FaultLayer.Containers, null,
            "the bytes of a listing are counted in ten bits: count times width wraps, as in 32 bits (motoko 6312)",
            FaultConditions.Usual,
            InText("column-wraps")),
        InCode("bucket-unrooted", FaultLayer.Containers, 706,
            "a new bucket is not rooted while the strings for it are allocated",
            FaultConditions.Usual.With(TypeKind.String) with { Runtime = RuntimeKind.Bucket },
            Runtime(RuntimeKind.Bucket, heap => new UnrootedBucket(heap))),
        InCode("bucket-exact", FaultLayer.Containers, 706,
            "a bucket has exactly twice the slots that it needs, so no freed one ever fits",
            OrdinaryNumbers with
            {
                Runtime = RuntimeKind.Bucket,
                Collector = CollectorKind.Vera,
                FoldTurnsMax = 80,
            },
            Runtime(RuntimeKind.Bucket, heap => new ExactBucket(heap))),
        InCode("traced-values-forgotten", FaultLayer.Containers, 695,
            "the host shows the marker the keys of a map and not its values",
            MapsOfBlocks with { Runtime = RuntimeKind.Traced },
            Runtime(RuntimeKind.Traced, heap => new KeyTracer(heap))),
        InCode("traced-sentinel-key", FaultLayer.Containers, 695,
            "the host shows the marker no entry from the first on whose key is 0, taken for their end (kaappi 277)",
            MapsOfBlocks with { Runtime = RuntimeKind.Traced },
            Runtime(RuntimeKind.Traced, heap => new SentinelTracer(heap))),
        InCode("bucket-reading-kept", FaultLayer.Containers, null,
            "the host keeps what a container lists by its address, and longer than that lives (perry 4665)",
            FaultConditions.Usual with { Runtime = RuntimeKind.Bucket },
            Runtime(RuntimeKind.Bucket, heap => new KeepingBucket(heap))),
        InCode("mirror-values-forgotten", FaultLayer.Containers, 695,
            "the bucket that shows the collector a map has its keys and not its values",
            MapsOfBlocks with { Runtime = RuntimeKind.Mirror },
            Runtime(RuntimeKind.Mirror, heap => new KeyMirror(heap))),
        InCode("scalars-scanned", FaultLayer.Conservatism, 1382,
            "entries of numbers are scanned by a marker that takes any aligned word for a pointer",
            FaultConditions.Usual.With(TypeKind.Int, TypeKind.Nat, TypeKind.Float64),
            InText("scalars-scanned") with { Heap = HeapPatches.All["mark-unvalidated"] }),
        InCode("strings-scanned", FaultLayer.Conservatism, 1382,
            "string bytes are scanned by a marker that takes any aligned word for a pointer",
            FaultConditions.Usual.With(TypeKind.String),
            WatParts.Sound with
            {
                Heap = HeapPatches.All["mark-unvalidated"],
                Rooting = lowered => new ScannedStrings(lowered),
            }),
        InCode("entry-pointer-free", FaultLayer.Conservatism, null,
            "entries that hold pointers are allocated as pointer-free blocks",
            FaultConditions.Usual,
            InText("entry-pointer-free")),
        InCode("node-pointer-free", FaultLayer.Conservatism, null,
            "nodes are allocated as pointer-free blocks",
            FaultConditions.Usual,
            InText("node-pointer-free")),
    ];

    /// <summary>The container functions are broken.</summary>
    private static WatParts InText(string name, Func<HeapInstance, TrieEntries>? read = null) => Runtime(
        RuntimeKind.Container,
        heap => new Container(heap, HeapPatches.Containers[name], read?.Invoke(heap) ?? new(heap)));

    /// <summary>One way of keeping contents is broken, the others are not.</summary>
    private static WatParts Runtime(RuntimeKind broken, Func<HeapInstance, IContainerRuntime> runtime) =>
        WatParts.Sound with
        {
            Containers = (kind, heap, decimals) =>
                kind == broken ? runtime(heap) : WatParts.RuntimeOf(kind, heap, decimals),
        };
}
