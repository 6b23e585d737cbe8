using System.Buffers.Binary;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

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
        if (heap.HeapEnd <= start || heap.HeapEnd > heap.Memory.Length)
        {
            return null;
        }

        knownEnd = heap.HeapEnd;
        var free = LargestFree(heap);
        return free < 0 ? null : AddedInSpite(heap, start, free);
    }

    private static Evidence.GrewBesideFree? AddedInSpite(in HeapView heap, int start, int free)
    {
        for (var at = start; at < heap.HeapEnd;)
        {
            var size = (int)(BinaryPrimitives.ReadUInt32LittleEndian(heap.Memory[at..]) >> 1);
            var stride = (size + 11L) & ~7L;
            if (stride > heap.HeapEnd - at)
            {
                return null; // Blocks that do not tile the heap are others' to judge.
            }

            if (Serves(heap, free, size))
            {
                return new Evidence.GrewBesideFree(at + 4, size, free, heap.PayloadBytes(free));
            }

            at += (int)stride;
        }

        return null;
    }

    private static bool Serves(in HeapView heap, int free, int wanted) => heap.Collector == CollectorKind.Vera
        ? heap.PayloadBytes(free) >= wanted
        : FreeBins.MustServe(HeapView.StrideOf(heap.PayloadBytes(free)), HeapView.StrideOf(wanted));

    /// <summary>
    /// Follows the free lists as far as they make sense; the payload address, or -1 if nothing is free.
    /// </summary>
    private static int LargestFree(in HeapView heap)
    {
        var (largest, linksLeft) = (-1, (heap.HeapEnd - heap.HeapStart) >> 3);
        foreach (var head in heap.FreeHeads)
        {
            var payload = unchecked((uint)head);
            while (payload >= heap.HeapStart + 4L && payload < heap.HeapEnd && linksLeft-- > 0)
            {
                if ((largest < 0 || heap.PayloadBytes((int)payload) > heap.PayloadBytes(largest))
                    && payload + (long)heap.PayloadBytes((int)payload) <= heap.HeapEnd)
                {
                    largest = (int)payload;
                }

                payload = heap.Word((int)payload);
            }
        }

        return largest;
    }
}
