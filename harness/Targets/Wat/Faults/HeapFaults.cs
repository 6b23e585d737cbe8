using System.Collections.Immutable;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using static Vera.GcStress.Targets.Wat.Faults.FaultCatalogue;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Faults in the heap's text: see <see cref="HeapPatches"/>.</summary>
internal static class HeapFaults
{
    private static readonly FaultConditions Decimals = FaultConditions.Usual.With(TypeKind.Decimal);

    private static readonly FaultConditions FullTables = FaultConditions.Usual with { Tables = true };

    // A full heap starts with one block that fills a page. Hardened passes over live blocks without reading their
    // sizes, and cases free nothing as large.
    private static readonly FaultConditions BigPages = FullTables.With(TypeKind.Json) with
    {
        Collector = CollectorKind.Vera,
        Schedule = new CollectionSchedule.Natural(),
        HostileValues = false,
    };

    public static ImmutableArray<Fault> All { get; } =
    [
        InHeap("size-16", FaultLayer.Allocator, 484,
            "readers of a header cut the size to 16 bits and step into the payload of any larger block",
            BigPages),
        InHeap("grow-one-page", FaultLayer.Allocator, 487,
            "memory grows by one page whatever the shortage is",
            FaultConditions.Usual),
        InHeap("take-nothing", FaultLayer.Allocator, null,
            "no free block is ever taken: the heap grows for every allocation",
            FaultConditions.Usual),
        InHeap("no-ceiling", FaultLayer.Allocator, null,
            "the heap grows past its ceiling of 2 GiB, where a payload address has the bit that marks a handle",
            FaultConditions.Usual with
            {
                Layout = HeapLayout.Small with { Ceiling = (uint)HeapLayout.Small.HeapStart + (24 << 10) },
            }),
        InHeap("fit-too-small", FaultLayer.Allocator, null,
            "a free block is taken that is up to eight bytes too small",
            FaultConditions.Usual),
        InHeap("free-head-kept", FaultLayer.Allocator, null,
            "the first block of a free list is given away and stays on the list",
            FaultConditions.Usual),
        InHeap("reuse-shrinks-header", FaultLayer.Allocator, null,
            "a reused block's header gets the size that was asked for; the rest of the block belongs to none",
            FaultConditions.Usual),
        InHeap("collect-after-take", FaultLayer.Allocator, null,
            "a collection runs between choosing a block and returning it, when nothing roots it yet",
            FaultConditions.Usual),
        InHeap("free-twice", FaultLayer.Allocator, null,
            "a freed block links to itself, so the free list never ends",
            FaultConditions.Usual),
        InHeap("free-list-cycle", FaultLayer.Allocator, null,
            "a sweep appends to the old free list: blocks stand on it twice",
            FaultConditions.Usual),
        InHeap("remainder-lost", FaultLayer.Allocator, null,
            "what is left of a free block that was too large is on no list until the next collection",
            FaultConditions.Usual),
        InHeap("merge-nothing", FaultLayer.Allocator, null,
            "free neighbours stay apart, and the heap falls to pieces",
            FaultConditions.Usual),
        InHeap("forget-mark", FaultLayer.MarkSweep, null,
            "reached blocks are not marked", FaultConditions.Usual),
        InHeap("marks-not-cleared", FaultLayer.MarkSweep, null,
            "marks of the last collection stay, so what those blocks point to now is not traced",
            FaultConditions.Usual),
        InHeap("sweep-skip", FaultLayer.MarkSweep, null,
            "freed blocks never come to the free list", FaultConditions.Usual),
        InHeap("scan-misses-last-word", FaultLayer.MarkSweep, null,
            "the last word of a block is not scanned", FaultConditions.Usual),
        InHeap("root-seed-skips-top", FaultLayer.ShadowStack, null,
            "the root that was pushed last is not looked at", FaultConditions.Usual),
        InHeap("worklist-drop", FaultLayer.MarkSweep, 348,
            "what finds no place on a full worklist is marked and never scanned",
            FullTables),
        InHeap("worklist-trap", FaultLayer.MarkSweep, 348,
            "a full worklist traps, where what it cannot take could be found again",
            FullTables),
        InHeap("rescan-once", FaultLayer.MarkSweep, 348,
            "what overflows the worklist during the search for what overflowed it before is never scanned",
            FullTables),
        InHeap("scan-past-end", FaultLayer.MarkSweep, 515,
            "a word inside a block passes for a block, what lies below it for a size without bound: it takes both",
            FaultConditions.Usual),
        InHeap("free-bit-forgotten", FaultLayer.MarkSweep, null,
            "the map of what each granule is does not hear of freed blocks",
            FaultConditions.Usual),
        InHeap("shadow-no-bound", FaultLayer.ShadowStack, 464,
            "pushes past the shadow stack's end go to the worklist, and marking overwrites them",
            FullTables),
        InHeap("mark-unvalidated", FaultLayer.Conservatism, 1382,
            "any word in range and aligned is taken for a block, and marked",
            FaultConditions.Usual),
        InHeap("pointer-free-confused", FaultLayer.Conservatism, null,
            "every block is entered as pointer-free", FaultConditions.Usual),
        InHeap("data-scanned", FaultLayer.Conservatism, null,
            "integers, floats and string bytes are scanned, and those that look like addresses keep garbage alive",
            FaultConditions.Usual),
        InHeap("reuse-scanned", FaultLayer.Conservatism, null,
            "a free block that is reused for bytes is entered as one that may hold pointers", FaultConditions.Usual),
        InHeap("pointer-free-sticky", FaultLayer.Conservatism, null,
            "a block that held bytes is reused for pointers and stays entered as pointer-free",
            FaultConditions.Usual),
        InHeap("stale-reuse", FaultLayer.Conservatism, null,
            "a reused block keeps its old words and links until they are overwritten, and what they name stays",
            FaultConditions.Usual),
        InHeap("wrap-after-sweep", FaultLayer.Handles, 573,
            "the wrap table is walked after the sweep, when a dying wrapper's payload is gone already",
            Decimals),
        InHeap("wrap-unrooted", FaultLayer.Handles, 579,
            "a wrapper that makes the wrap table collect is not rooted meanwhile",
            Decimals with { Tables = true }),
        InHeap("wrap-no-bound", FaultLayer.Handles, 579,
            "a full wrap table is neither compacted nor refused: its next entry overwrites the first block",
            Decimals with { Tables = true }),
        InHeap("wrap-entry-lost", FaultLayer.Handles, 573,
            "compaction drops the entries of live wrappers, whose handles are never given back",
            Decimals),
        InHeap("decref-live", FaultLayer.Handles, null,
            "a sweep of the wrap table gives the handles of live wrappers back too",
            Decimals),
        InHeap("wrap-never-released", FaultLayer.Handles, 573,
            "handles of dead wrappers are never given back",
            Decimals),
        InHeap("root-seed-past-top", FaultLayer.ShadowStack, null,
            "a stale slot above the top of the shadow stack is taken for a root",
            FaultConditions.Usual),
    ];
}
