using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that a run does not trap, and that a hardened heap is full only if it may not grow and what can be reached
/// fills it. A limit that was hit for another reason is no trap: such a run is inconclusive.
/// </summary>
/// <remarks>
/// No block ever moves, so a heap with much free memory may have no room all the same. But n blocks that are reached
/// leave n + 1 stretches between them: the longest has at least that part of what is free, and is one free block after
/// a collection. A request of half its size has a place there, whichever bin it is looked for in.
/// </remarks>
internal sealed class TerminationOracle : Oracle
{
    private readonly SecondMark mark = new();

    public override OracleName Name => OracleName.Termination;

    public override Verdict.Fail? OutOfRoom(int op, in HeapView heap)
    {
        if (heap.Collector != CollectorKind.Hardened || heap.HasHostRoots || heap.Wanted <= 0)
        {
            return null;
        }

        if (heap.Room.PageBytes > 0 && MayGrow(heap))
        {
            return Fail(op, new Evidence.OutOfPace(PaceRule.GaveUp, heap.Room.Limit, heap.Room.MemoryMax));
        }

        mark.Forget();
        mark.Trace(heap);
        if (mark.Reached(heap) is not (var blocks, var bytes))
        {
            return null;
        }

        var stretch = (heap.HeapEnd - heap.HeapStart - bytes) / (blocks + 1);
        return 2L * heap.Wanted > stretch
            ? null
            : Fail(op, new Evidence.RoomLeft(heap.Wanted, heap.HeapEnd - heap.HeapStart, blocks, bytes));
    }

    /// <summary>Whether memory may become as large as the block that finds no room would have it.</summary>
    private static bool MayGrow(in HeapView heap)
    {
        var end = (long)heap.HeapEnd + heap.Wanted;
        return end < heap.Ceiling
            && (end <= heap.Room.Limit || heap.Room.Raised(heap.Room.Limit, end - heap.Room.Limit) >= end);
    }

    public override Verdict.Fail? Ended(Outcome outcome) => outcome is Outcome.Trapped trap
        ? Fail(trap.Op, new Evidence.Trapped(trap.Op, trap.Why))
        : null;
}
