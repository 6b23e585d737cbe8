using System.Diagnostics;
using static Vera.GcStress.Judging.Verdicts.Evidence;

namespace Vera.GcStress.Judging.Verdicts;

/// <summary>Evidence in words: one line, what was expected and what was there.</summary>
/// <remarks>For people alone. What the harness concludes, it concludes from the records.</remarks>
public static class EvidenceText
{
    /// <summary>What was seen, and under which circumstances.</summary>
    public static string Of(Evidence evidence) => evidence switch
    {
        InCollection e => $"collection {e.Collection} (allocation {e.Allocation}): {Of(e.Seen)}",
        OnHost e => $"on {e.Host}: {Of(e.Seen)}",
        InModule e => $"compiled: {Of(e.Seen)}",
        UnderOther e => $"schedule {e.Schedule}, heap {e.Heap}: {Of(e.Seen)}",
        ExtraObservation or EarlyObservation or MissingObservation or ObservationDiffers or LocalDiffers
            or ScheduleSeen or LanesDiffer or Trapped => OfProgram(evidence),
        Unmarked or Overmarked or NotedOtherwise or BlocksMiscounted or StaleWords or KeptWithoutRoots
            or HostValuesKept or RootsLeft or RootsNotPopped or GrewBesideFree or GrewWithoutNeed or SizesCreep
            or GarbageKept or OutOfPace => OfLifetimes(evidence),
        _ => OfHeap(evidence),
    };

    private static string OfProgram(Evidence evidence) => evidence switch
    {
        ExtraObservation e => $"observation of op {e.Op}: expected none, saw {e.Seen}",
        EarlyObservation e => $"observation of op {e.Op}: expected that of op {e.ExpectedOp} first",
        MissingObservation e => $"observation of op {e.Op}: expected {e.Expected}, saw none",
        ObservationDiffers e => $"observation of op {e.Op}: {e.Difference}",
        LocalDiffers e => $"local ${e.Local} after op {e.Op}: {e.Difference}",
        ScheduleSeen e =>
            $"schedule {e.Schedule} on a heap {e.Heap}: other observations or locals than without collections",
        LanesDiffer e => $"driven made {e.Driven} allocations, compiled made {e.Compiled}",
        Trapped e => $"trapped in op {e.Op}: {e.Why}",
        _ => throw NoWords(evidence),
    };

    private static string OfLifetimes(Evidence evidence) => evidence switch
    {
        Unmarked e => $"block 0x{e.Block:x} of {e.Bytes} bytes is reachable, but was not marked",
        Overmarked e => $"block 0x{e.Block:x} of {e.Bytes} bytes was marked, but nothing reaches it",
        NotedOtherwise e => $"{(e.IsReused ? "reused" : "new")} block 0x{e.Block:x} of {e.Bytes} bytes was asked for " +
            "as " + (e.ToScan
            ? "one that may hold pointers, and is noted as pointer-free"
            : "pointer-free, and is noted as one that may hold pointers"),
        BlocksMiscounted e =>
            $"{e.InUse} blocks are in use, where the last collection left and the program asked for {e.Expected}",
        StaleWords e =>
            $"block 0x{e.Block:x} of {e.Bytes} bytes is in use and has words of what was freed in its place",
        KeptWithoutRoots e => $"block 0x{e.Block:x} of {e.Bytes} bytes is kept, and there are no roots",
        HostValuesKept e => $"the host keeps {e.Count} values of a program that has no roots",
        RootsLeft e =>
            $"op {e.Op} left {e.Roots} roots on the shadow stack where its frame needs {e.Most} of them at most",
        RootsNotPopped e => $"{e.Function} left {e.Bytes} bytes on the shadow stack",
        GrewBesideFree e => $"the heap grew by a block of {e.Bytes} bytes at 0x{e.Block:x}, when block " +
            $"0x{e.Free:x} of {e.FreeBytes} bytes was free",
        GrewWithoutNeed e => $"the heap grew by a block of {e.Bytes} bytes at 0x{e.Block:x}, when of the " +
            $"{e.AsLarge} bytes in blocks as large no more than {e.InUseMost} can have been in use",
        SizesCreep e => $"the heap has {e.Bytes} bytes in large blocks of {e.Sizes} sizes, where the case asks for " +
            $"{e.Asked} and containers that double for {e.Doublings}: what is freed does not fit what comes next",
        OutOfPace { Rule: PaceRule.CollectedWithRoom } e =>
            $"the heap was collected for want of room up to 0x{e.Seen:x}, and its memory ends at 0x{e.Bound:x}",
        OutOfPace { Rule: PaceRule.CollectedBesideFree } e =>
            $"the heap was collected for want of {e.Bound} bytes, when a block of {e.Seen} bytes was free",
        OutOfPace { Rule: PaceRule.GrewTooLittle } e =>
            $"the heap's memory ends at 0x{e.Seen:x}, where what lives and what was asked for need 0x{e.Bound:x}",
        OutOfPace { Rule: PaceRule.GrewTooMuch } e =>
            $"the heap's memory ends at 0x{e.Seen:x}, where what lives and what was asked for need no more than " +
            $"0x{e.Bound:x}",
        OutOfPace { Rule: PaceRule.GrewBeyondMemory } e =>
            $"the heap's memory ends at 0x{e.Seen:x}, where it may grow to 0x{e.Bound:x}",
        OutOfPace { Rule: PaceRule.GaveUp } e =>
            $"the heap was full with its memory ending at 0x{e.Seen:x}, which may end at 0x{e.Bound:x}",
        OutOfPace e => $"{e.Seen} bytes of memory were taken that the heap has no use for",
        GarbageKept e =>
            $"the heap grew to {e.HeapBytes} bytes, and {e.GarbageBytes} bytes of garbage were made in it",
        _ => throw NoWords(evidence),
    };

    private static string OfHeap(Evidence evidence) => evidence switch
    {
        BeyondCeiling e => $"the heap ends at 0x{e.HeapEnd:x}, beyond its ceiling 0x{e.Ceiling:x}",
        RoomLeft e => $"a block of {e.Wanted} bytes in all found no room in a heap of {e.HeapBytes} bytes, of which " +
            $"{e.ReachedBytes} can be reached, in {e.Blocks} blocks",
        ImpossibleBounds e => $"the heap's bounds are 0x{e.HeapStart:x} and 0x{e.HeapEnd:x}",
        HeapEndMoved e => $"the heap's end moved from 0x{e.Before:x} to 0x{e.After:x} during the collection",
        MapTooShort e => $"the map covers {e.Covered} of {e.Granules} granules",
        MapDisagrees e => $"the map has {NameOf(e.Map)} at 0x{e.Block:x}, the heap has {NameOf(e.Heap)}",
        BlockBeyondHeap e => $"block 0x{e.Block:x} of {e.Bytes} bytes goes beyond the heap's end",
        Unmerged e => $"dead block 0x{e.Block:x} and the one before it are not merged",
        Unlisted e => $"dead block 0x{e.Block:x} is not on the free list",
        BadFreeLink e => $"{LinkFrom(e.From)} leads {Target(e)}",
        StrayFreeLink e => $"the free list leads to 0x{e.To:x}, which is no free block or one that it has had before",
        WrongBin e => $"free block 0x{e.Block:x} of {e.Stride} bytes in all is in bin {e.Bin}",
        SizeChanged e => $"block 0x{e.Block:x} of {e.Bytes} bytes survived, but had {e.BytesBefore} before",
        FreedChanged e => $"block 0x{e.Block:x} of {e.Bytes} bytes is free, and at {e.Offset} not as it was left",
        ContentChanged e => $"block 0x{e.Block:x} of {e.Bytes} bytes survived, but payload bytes from {e.Offset} on " +
            $"were {e.Before}, are {e.After}",
        ShadowPointerMoved e =>
            $"the shadow stack had {e.Before} bytes of roots before the collection, and has {e.After} after it",
        RootChanged e => $"root {e.Root} was 0x{e.Before:x} before the collection, and is 0x{e.After:x} after it",
        _ => throw NoWords(evidence),
    };

    private static string LinkFrom(uint block) =>
        block == 0 ? "the free list's head" : $"the free list's link in block 0x{block:x}";

    private static string Target(BadFreeLink link) => link.Found switch
    {
        GranuleState.Free => $"back to block 0x{link.To:x}",
        GranuleState.Live => $"to live block 0x{link.To:x}",
        _ => $"to 0x{link.To:x}, where no block starts",
    };

    private static string NameOf(GranuleState state) => state switch
    {
        GranuleState.NoBlock => "no block",
        GranuleState.Live => "a live block",
        GranuleState.Free => "a free block",
        _ => "a free bit without a block",
    };

    private static UnreachableException NoWords(Evidence evidence) =>
        new($"no words for {evidence.GetType().Name}");
}
