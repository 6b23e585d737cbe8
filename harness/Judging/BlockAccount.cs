using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that the blocks in use in a hardened heap are those that the last collection left and one for each allocation
/// since: no block is in use that was not asked for, and none that was is missing.
/// </summary>
/// <remarks>
/// What is free and on no list looks like a block in use, and nothing misses it until the next collection. It is
/// counted without the lists, and without what the guest says of its free bytes.
/// </remarks>
internal sealed class BlockAccount
{
    private int left = -1;
    private long served;

    /// <summary>Whether a collection comes before the program does, and with it before the first allocation.</summary>
    private bool isPrepared;

    /// <summary>Another run.</summary>
    public void Forget(StressCase stressCase) =>
        (left, isPrepared) = (-1, stressCase.Heap != HeapState.Fragmented);

    /// <summary>A collection has ended.</summary>
    public void Begin(in HeapView heap)
    {
        left = heap.Collector == CollectorKind.Hardened ? MapWords.Count(heap.Map, areFree: false) : -1;
        served = isPrepared ? heap.Allocation - (heap.IsAwaited ? 1L : 0) : 0;
        isPrepared = true;
    }

    /// <summary>What is wrong with the blocks of the interval that ends, or null.</summary>
    /// <param name="heap">The heap, before anything is freed.</param>
    /// <param name="isCollecting">Whether a collection ends it, for which an allocation may wait.</param>
    public Evidence.BlocksMiscounted? Flaw(in HeapView heap, bool isCollecting)
    {
        if (left < 0)
        {
            return null;
        }

        var expected = (long)left + heap.Allocation - (isCollecting && heap.IsAwaited ? 1L : 0) - served;
        var seen = MapWords.Count(heap.Map, areFree: false);
        return seen == expected ? null : new(seen, expected);
    }
}
