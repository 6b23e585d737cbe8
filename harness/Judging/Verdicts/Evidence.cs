using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging.Verdicts;

/// <summary>What an oracle saw: a closed set, one record for each thing that can be wrong.</summary>
/// <remarks>Blocks are named by their payload addresses. <see cref="EvidenceText"/> says it all in words.</remarks>
public abstract record Evidence
{
    private Evidence()
    {
    }

    /// <summary>The same without the circumstances under which it was seen.</summary>
    public Evidence Core => this switch
    {
        InCollection inner => inner.Seen.Core,
        InModule inner => inner.Seen.Core,
        OnHost inner => inner.Seen.Core,
        UnderOther inner => inner.Seen.Core,
        _ => this,
    };

    /// <summary>How the text of a value differs from what was expected; null if no value does.</summary>
    public TextDifference? ValueDifference => Core switch
    {
        ObservationDiffers seen => seen.Difference,
        LocalDiffers seen => seen.Difference,
        _ => null,
    };

    /// <summary>One line, as <see cref="EvidenceText"/> writes it.</summary>
    public sealed override string ToString() => EvidenceText.Of(this);

    /// <summary>Seen right after a collection, the n-th of the run, at this allocation.</summary>
    public sealed record InCollection(int Collection, int Allocation, Evidence Seen) : Evidence;

    /// <summary>Seen when the case ran as a compiled module.</summary>
    public sealed record InModule(Evidence Seen) : Evidence;

    /// <summary>Seen on another host of a real Vera, and not on ours.</summary>
    /// <param name="Host">The host, as options spell it.</param>
    /// <param name="Seen">What it shows.</param>
    public sealed record OnHost(string Host, Evidence Seen) : Evidence;

    /// <summary>Seen under another schedule and on another heap than the case's own.</summary>
    public sealed record UnderOther(CollectionSchedule Schedule, HeapState Heap, Evidence Seen) : Evidence;

    /// <summary>An op observed something where nothing more is to be observed.</summary>
    public sealed record ExtraObservation(int Op, string Seen) : Evidence;

    /// <summary>An op observed something before another op had its turn.</summary>
    public sealed record EarlyObservation(int Op, int ExpectedOp) : Evidence;

    /// <summary>An op did not observe what it should.</summary>
    public sealed record MissingObservation(int Op, string Expected) : Evidence;

    /// <summary>An op observed something else than it should.</summary>
    public sealed record ObservationDiffers(int Op, TextDifference Difference) : Evidence;

    /// <summary>A local reads as something else after an op than what it was bound to.</summary>
    public sealed record LocalDiffers(int Local, int Op, TextDifference Difference) : Evidence;

    /// <summary>Other observations or locals than in a run without forced collections.</summary>
    public sealed record ScheduleSeen(CollectionSchedule Schedule, HeapState Heap) : Evidence;

    /// <summary>The driven and the compiled way made different numbers of allocations.</summary>
    public sealed record LanesDiffer(int Driven, int Compiled) : Evidence;

    /// <summary>The run trapped in an op.</summary>
    public sealed record Trapped(int Op, Trap Why) : Evidence;

    /// <summary>The heap goes on beyond the address where it has to end.</summary>
    public sealed record BeyondCeiling(int HeapEnd, long Ceiling) : Evidence;

    /// <summary>A block found no room in a heap that has some.</summary>
    /// <param name="Wanted">The bytes of the block, with header and padding.</param>
    /// <param name="HeapBytes">How large the heap is.</param>
    /// <param name="Blocks">How many blocks of it can be reached.</param>
    /// <param name="ReachedBytes">The bytes in them.</param>
    public sealed record RoomLeft(int Wanted, int HeapBytes, int Blocks, long ReachedBytes) : Evidence;

    /// <summary>The heap begins or ends where it cannot.</summary>
    public sealed record ImpossibleBounds(int HeapStart, int HeapEnd) : Evidence;

    /// <summary>A collection moved the heap's end.</summary>
    public sealed record HeapEndMoved(int Before, int After) : Evidence;

    /// <summary>The collector's map has fewer granules than the heap.</summary>
    public sealed record MapTooShort(int Covered, int Granules) : Evidence;

    /// <summary>The collector's map says otherwise of a granule than headers and free lists.</summary>
    public sealed record MapDisagrees(int Block, GranuleState Map, GranuleState Heap) : Evidence;

    /// <summary>By its header a block goes beyond the heap's end.</summary>
    public sealed record BlockBeyondHeap(int Block, uint Bytes) : Evidence;

    /// <summary>A dead block and the dead one before it are two blocks still.</summary>
    public sealed record Unmerged(int Block) : Evidence;

    /// <summary>A dead block is on no free list.</summary>
    public sealed record Unlisted(int Block) : Evidence;

    /// <summary>A link of a free list leads to what is no free block, or to one a second time.</summary>
    /// <param name="From">The block that the link stands in; 0: the list's head.</param>
    /// <param name="To">Where it leads.</param>
    /// <param name="Found">What is there; a free block is one that the list has had before.</param>
    public sealed record BadFreeLink(uint From, uint To, GranuleState Found) : Evidence;

    /// <summary>The free list of a real Vera leads to what is no free block, or to one a second time.</summary>
    public sealed record StrayFreeLink(uint To) : Evidence;

    /// <summary>A free block, its size given with its header, is on the list of another size.</summary>
    public sealed record WrongBin(uint Block, long Stride, int Bin) : Evidence;

    /// <summary>A block that survived a collection has another size than before.</summary>
    public sealed record SizeChanged(int Block, int Bytes, int BytesBefore) : Evidence;

    /// <summary>A block that survived a collection has another content than before.</summary>
    /// <param name="Block">The block.</param>
    /// <param name="Bytes">Its size.</param>
    /// <param name="Offset">Of the first word that changed.</param>
    /// <param name="Before">This word and the next one before, in memory order, as hexadecimal digits.</param>
    /// <param name="After">The same after it.</param>
    public sealed record ContentChanged(int Block, int Bytes, int Offset, string Before, string After) : Evidence;

    /// <summary>A block can be reached and was not marked.</summary>
    public sealed record Unmarked(int Block, int Bytes) : Evidence;

    /// <summary>A block was marked and nothing reaches it.</summary>
    public sealed record Overmarked(int Block, int Bytes) : Evidence;

    /// <summary>A block is in use and has words of what was freed in its place.</summary>
    public sealed record StaleWords(int Block, int Bytes) : Evidence;

    /// <summary>A block is noted as pointer-free and was not asked for so, or the other way round.</summary>
    /// <param name="Block">Its address.</param>
    /// <param name="Bytes">Its size.</param>
    /// <param name="ToScan">Whether it was asked for as one that may hold pointers.</param>
    /// <param name="IsReused">Whether it lies where the heap was already when it was last collected.</param>
    public sealed record NotedOtherwise(int Block, int Bytes, bool ToScan, bool IsReused) : Evidence;

    /// <summary>Other blocks are in use than were left by the last collection and asked for since.</summary>
    public sealed record BlocksMiscounted(int InUse, long Expected) : Evidence;

    /// <summary>A block outlives the last root.</summary>
    public sealed record KeptWithoutRoots(int Block, int Bytes) : Evidence;

    /// <summary>The host keeps values of a program that has no roots any more.</summary>
    public sealed record HostValuesKept(int Count) : Evidence;

    /// <summary>An op left more roots than its frame can need.</summary>
    public sealed record RootsLeft(int Op, int Roots, int Most) : Evidence;

    /// <summary>A function of a real Vera returned with more on the shadow stack than its result's root.</summary>
    /// <param name="Function">Its name in the compiled module.</param>
    /// <param name="Bytes">By how much it moved the shadow pointer.</param>
    public sealed record RootsNotPopped(string Function, int Bytes) : Evidence;

    /// <summary>A collection moved the shadow pointer.</summary>
    /// <param name="Before">The bytes of roots below it before the collection.</param>
    /// <param name="After">The same after it.</param>
    public sealed record ShadowPointerMoved(int Before, int After) : Evidence;

    /// <summary>A collection wrote to the slot of a root.</summary>
    /// <param name="Root">Which one, counted from the oldest.</param>
    /// <param name="Before">The word in it before the collection.</param>
    /// <param name="After">The word after it.</param>
    public sealed record RootChanged(int Root, uint Before, uint After) : Evidence;

    /// <summary>The heap grew by a block when a free one would have done.</summary>
    public sealed record GrewBesideFree(int Block, int Bytes, int Free, int FreeBytes) : Evidence;

    /// <summary>The heap grew by a block when not all blocks as large can have been in use.</summary>
    /// <param name="Block">The block.</param>
    /// <param name="Bytes">Its size.</param>
    /// <param name="AsLarge">The bytes of all blocks before it that are as large, its own included.</param>
    /// <param name="InUseMost">The most bytes that were ever in use.</param>
    public sealed record GrewWithoutNeed(int Block, int Bytes, long AsLarge, long InUseMost) : Evidence;

    /// <summary>Large blocks have more sizes than a case and containers that double account for.</summary>
    /// <param name="Bytes">Of all large blocks.</param>
    /// <param name="Sizes">How many sizes they have.</param>
    /// <param name="Asked">How many of them the case itself may ask for.</param>
    /// <param name="Doublings">How many containers may have.</param>
    public sealed record SizesCreep(long Bytes, int Sizes, long Asked, int Doublings) : Evidence;

    /// <summary>The heap is collected, or grows, otherwise than it should.</summary>
    /// <param name="Rule">What it should do.</param>
    /// <param name="Seen">The number that is wrong: an address, or bytes.</param>
    /// <param name="Bound">What it should be at least, or at most.</param>
    public sealed record OutOfPace(PaceRule Rule, long Seen, long Bound) : Evidence;

    /// <summary>A free block is not as the collector left it.</summary>
    /// <param name="Block">The block.</param>
    /// <param name="Bytes">Its size.</param>
    /// <param name="Offset">Of the first byte in it that changed.</param>
    public sealed record FreedChanged(int Block, int Bytes, int Offset) : Evidence;

    /// <summary>The heap grew by all the garbage that a case made.</summary>
    public sealed record GarbageKept(int HeapBytes, long GarbageBytes) : Evidence;
}

/// <summary>How a heap keeps pace with a program.</summary>
public enum PaceRule
{
    /// <summary>It was collected for want of room, and had some.</summary>
    CollectedWithRoom,

    /// <summary>It was collected for want of room, and a free block would have done.</summary>
    CollectedBesideFree,

    /// <summary>Its memory ends too early: it will be collected too soon.</summary>
    GrewTooLittle,

    /// <summary>Its memory ends too late.</summary>
    GrewTooMuch,

    /// <summary>Its memory ends beyond where it may.</summary>
    GrewBeyondMemory,

    /// <summary>It had no room for a block, and its memory might have grown.</summary>
    GaveUp,

    /// <summary>It took physical memory that it has no use for.</summary>
    TookUnneeded,
}

/// <summary>What starts at a granule of a heap.</summary>
public enum GranuleState
{
    /// <summary>No block.</summary>
    NoBlock,

    /// <summary>A block in use.</summary>
    Live,

    /// <summary>A free block.</summary>
    Free,

    /// <summary>No block, and yet it counts as free.</summary>
    FreeBitAlone,
}
