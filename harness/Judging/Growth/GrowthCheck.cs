using System.Buffers.Binary;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging.Growth;

/// <summary>
/// Claims that between two collections a heap grew only for want of room: no block was added at its end that a free
/// block could have served.
/// </summary>
/// <remarks>
/// Nothing is freed between collections, so what is free at the end of an interval was free, or part of something free,
/// at each moment of it. How blocks are taken does not matter, but for what an allocator promises to find: see
/// <see cref="FreeBins.MustServe"/>.
/// </remarks>
internal sealed class GrowthCheck
{
    private int knownEnd;

    public void Forget() => knownEnd = 0;

    /// <summary>An interval begins: a collection is over.</summary>
    public void Begin(in HeapView heap) => knownEnd = heap.HeapEnd;

    /// <summary>What is wrong with how the heap grew in the interval that ends, or null.</summary>
    public Evidence? Excess(in HeapView heap)
    {
        var start = Math.Max(knownEnd, heap.HeapStart);
        if (heap.HeapEnd <= start || !heap.IsWithinMemory)
        {
            return null;
        }

        knownEnd = heap.HeapEnd;
        return LargestFree(heap) is { } free ? AddedInSpite(heap, start, free) : null;
    }

    private static Evidence.GrewBesideFree? AddedInSpite(in HeapView heap, int start, HeapBlock free)
    {
        foreach (var added in heap.BlocksFrom(start))
        {
            if (heap.Collector == CollectorKind.Vera
                ? free.Bytes >= added.Bytes
                : FreeBins.MustServe(free.Stride, added.Stride))
            {
                return new Evidence.GrewBesideFree(added.Payload, added.Bytes, free.Payload, free.Bytes);
            }
        }

        return null;
    }

    /// <summary>Follows the free lists as far as they make sense; null if nothing is free.</summary>
    private static HeapBlock? LargestFree(in HeapView heap)
    {
        HeapBlock? largest = null;
        foreach (var block in heap.FreeBlocks)
        {
            if (!(block.Bytes <= largest?.Bytes) && block.Payload + (long)block.Bytes <= heap.HeapEnd)
            {
                largest = block;
            }
        }

        return largest;
    }
}
