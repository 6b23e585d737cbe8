using System.Diagnostics;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Explaining;

/// <summary>Causes in the allocator.</summary>
internal static class AllocationCauses
{
    public static Cause Of(AllocationFlaw flaw)
    {
        var (kind, title) = flaw.Kind switch
        {
            AllocationFlawKind.RestLost =>
                (CauseKind.Headers, "what a split leaves of a free block is lost (compare #484)"),
            AllocationFlawKind.BeyondMemory or AllocationFlawKind.OutsideHeap =>
                (CauseKind.Growth, "memory did not grow as far as a block goes (#487)"),
            AllocationFlawKind.TooSmall or AllocationFlawKind.SizeChanged =>
                (CauseKind.Headers, "a block too small was handed out (#484)"),
            _ => (CauseKind.FreeList, "free-list corruption: a block was handed out that is free, or in use already"),
        };
        return new(kind, CauseLayer.Allocator, title, [$"{flaw}"]);
    }

    /// <summary>A block whose entry in the collector's map says otherwise than the host.</summary>
    public static Cause Of(Evidence.NotedOtherwise noted) => new(
        noted.ToScan ? CauseKind.PointersNotScanned : CauseKind.DataScanned,
        CauseLayer.Conservatism,
        (noted.IsReused ? "a block that is reused " : "a new block ") + (noted.ToScan
            ? "for pointers is noted as free of them"
            : "for bytes is noted as one to scan"),
        [noted.ToScan ? "what it alone holds will be freed" : "a byte pattern in it can keep a block alive (#1382)"]);

    /// <summary>A collection has listed again what was on no list before it.</summary>
    public static Cause Of(Evidence.Unlisted unlisted) => new(
        CauseKind.NoReuse,
        CauseLayer.Allocator,
        "a free block dropped off its list (compare #484)",
        [$"{unlisted}", "the collection before had listed it, and no allocation was given it"]);
}

/// <summary>Causes of a heap that a collection left in disorder.</summary>
internal static class DamageCauses
{
    public static Cause Of(Damage damage) => damage.Kind switch
    {
        _ when damage.Written is { } wrapper => new(
            CauseKind.WrapTableOverrun, CauseLayer.Handles, "the wrap table ran over into the heap (#579)",
            [$"the heap begins with the address and the kind of {wrapper}, as an entry of the table does"]),
        DamageKind.Unmerged => new(
            CauseKind.NoReuse, CauseLayer.Allocator, "free neighbours stay apart (compare #706)",
            ["two dead blocks in a row are two free blocks after the collection"]),
        DamageKind.FreeList => new(
            CauseKind.FreeList, CauseLayer.Allocator, "free-list corruption",
            ["after the collection the free list names a block twice, a live one or none"]),
        DamageKind.LostToFreeList => new(
            CauseKind.SweepLost, CauseLayer.MarkSweep, "the sweep does not enter what it frees",
            ["a dead block is neither marked nor on the free list"]),
        DamageKind.Map => new(
            CauseKind.SweepLost, CauseLayer.MarkSweep, "the collector's notes do not follow its sweep",
            ["the blocks tile the heap, and what is noted of them besides their headers is wrong"]),
        DamageKind.Headers => OfHeader(damage),
        DamageKind.ChangedWord when damage.IsMarkBit => OfFalsePointer(damage),
        DamageKind.ChangedWord => new(
            CauseKind.Headers, CauseLayer.Allocator, "a collection wrote to a block that lives (#484)",
            [$"the word at offset {damage.Offset} of {damage.Owner} changed, by more than a mark bit"]),
        _ => throw new UnreachableException($"no cause for {damage.Kind}"),
    };

    public static Cause OfSlot(WrittenSlot slot) => new(
        CauseKind.StackOverrun, CauseLayer.ShadowStack, "a collection wrote over root slots (#464)",
        [
            $"slot {slot.Slot} was 0x{slot.Before:x}, and 0x{slot.After:x} after collection {slot.Collection.Number}",
            "a shadow stack that runs over into what the collector works with does that",
        ]);

    private static Cause OfHeader(Damage damage) => damage.Owner is { } owner
        ? new(CauseKind.Headers, CauseLayer.Allocator, "a block's header was overwritten or misread (#484)",
            [$"the header of {owner} was 0x{damage.Before:x} and is 0x{damage.After:x}"])
        : new(CauseKind.Headers, CauseLayer.Allocator, "a block's header was overwritten or misread (#484)",
            ["the blocks no longer tile the heap"]);

    private static Cause OfFalsePointer(Damage damage)
    {
        string[] why =
        [
            $"the word changed by its lowest bit alone, as a header does that is marked; it belongs to {damage.Owner}",
            damage.Pointer is { } pointer
                ? $"the collector took 0x{pointer.Value:x} for a block with that word as its header; none starts there"
                : "no word that would have been taken for its block was found",
        ];
        return damage.Pointer?.Block?.IsWrapper == true
            ? new(CauseKind.HandleAsPointer, CauseLayer.Handles, "a handle was taken for an address (#578, #347)", why)
            : new(CauseKind.FalsePointer, CauseLayer.Conservatism,
                "a word that looks like an address was marked through (#1382)", why);
    }
}

/// <summary>Causes of a shadow stack that a collection did not leave as it was.</summary>
internal static class StackCauses
{
    public static Cause Of(WrittenSlot slot) => new(
        CauseKind.StackTouched, CauseLayer.ShadowStack, "a collection writes to the slots of roots",
        [
            $"slot {slot.Slot} was 0x{slot.Before:x}, and 0x{slot.After:x} after collection {slot.Collection.Number}",
            "it lies on the shadow stack, below what the collector works with: the slot is read to be marked from, " +
            "and written to",
        ]);

    public static Cause Of(Evidence.ShadowPointerMoved moved) => new(
        CauseKind.StackTouched, CauseLayer.ShadowStack,
        moved.After < moved.Before
            ? "a collection takes roots off the shadow stack"
            : "a collection leaves words on the shadow stack",
        ["the program alone pushes and pops, and does neither while a collection runs"]);
}

/// <summary>Causes of a collector that follows a word as if it named a block.</summary>
internal static class FalsePointerCauses
{
    public static Cause Of(FalsePointer pointer, int heapStart) => new(
        CauseKind.FalsePointer, CauseLayer.Conservatism,
        FalsePointers.IsBetweenGranules(pointer.Value, heapStart)
            ? "a word between two granules was marked through (#1382, #515)"
            : "a word that looks like an address was marked through (#1382, #515)",
        [$"no block starts at 0x{pointer.Value:x}, and {PlaceOf(pointer)} holds that word"]);

    /// <summary>Where a false pointer stands, in words.</summary>
    public static string PlaceOf(FalsePointer pointer) => pointer.Block is { } block
        ? $"{block} at offset {pointer.Offset}"
        : $"root slot {pointer.Slot}";
}

/// <summary>Causes of blocks and host values that outlive their last use.</summary>
internal static class RetentionCauses
{
    public static Cause Of(Verdict.Fail fail, KeptBlock? kept, int heapStart) => kept switch
    {
        { Keeper: KeeperKind.Word, Block: null } => FalsePointerCauses.Of(
            new((uint)kept.Payload, -1, kept.By, kept.Address - kept.By!.Payload), heapStart),
        { Keeper: KeeperKind.Word, Through: { } through } => new(
            CauseKind.DataScanned, CauseLayer.Conservatism, "a number or string byte keeps a block alive (#1382)",
            [$"the word at offset {kept.Address - kept.By!.Payload} of {kept.By} looks like the address of {through}",
                $"{through} leads to the block that is kept for nothing"]),
        { Keeper: KeeperKind.Word } => new(
            CauseKind.DataScanned, CauseLayer.Conservatism, "a number or string byte keeps a block alive (#1382)",
            [
                $"the word at offset {kept.Address - kept.By!.Payload} of {kept.By} looks like its address",
                .. kept.By.PointerFree ? [] : (string[])["unless that word is a pointer, and its block is kept too"],
            ]),
        { Mistaken: { } word } => FalsePointerCauses.Of(word, heapStart),
        { Keeper: KeeperKind.StaleSlot } => new(
            CauseKind.StaleRoot, CauseLayer.ShadowStack, "a slot above the top of the shadow stack counts as a root",
            [$"the word at 0x{kept.Address:x}, above the top, is its address",
                "a mark that was never cleared would look the same"]),
        { } => new(
            CauseKind.MarksKept, CauseLayer.MarkSweep, "marks of an earlier collection still stand",
            ["no root slot and no word of a marked block names it"]),
        null when fail.Evidence is Evidence.RootsLeft => new(
            CauseKind.RootsLeft, CauseLayer.ShadowStack, "roots outlive the frame that pushed them (#924, #570)",
            ["every root was counted, and what the op makes needs fewer"]),
        null when fail.Evidence.Core is Evidence.StaleWords => new(
            CauseKind.StaleWords, CauseLayer.Conservatism, "a block is reused with its old words still in it",
            ["the filler of freed blocks stands in a block that was handed out: its links stood there too"]),
        null when fail.Evidence is Evidence.SizesCreep => new(
            CauseKind.SizesCreep, CauseLayer.Containers, "no version of a container fits where an older one was (#706)",
            [$"{fail.Evidence}"]),
        null when fail.Evidence.Core is Evidence.BlocksMiscounted => new(
            CauseKind.NoReuse, CauseLayer.Allocator,
            "blocks are in use that nothing asked for: free memory is on no list (compare #484)",
            [$"{fail.Evidence}"]),
        null when fail.Evidence.Core is Evidence.OutOfPace => new(
            CauseKind.Growth, CauseLayer.Allocator, "collections and growth do not keep pace with the program",
            [$"{fail.Evidence}"]),
        null when fail.Evidence is Evidence.HostValuesKept => new(
            CauseKind.Handles, CauseLayer.Handles, "host values of dead wrappers are never given back (#573)",
            [$"{fail.Evidence}"]),
        null => new(
            CauseKind.NoReuse, CauseLayer.Allocator, "the heap grows while free blocks would do (compare #706)",
            [$"{fail.Evidence}"]),
    };
}
