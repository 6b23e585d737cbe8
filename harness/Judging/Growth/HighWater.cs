using System.Buffers.Binary;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging.Growth;

/// <summary>
/// Claims that a heap of blocks that are neither split nor merged grows only for want of room: when a block was added
/// at its end, every block before it that would have been large enough was in use.
/// </summary>
/// <remarks>
/// Vera's heap is one; what can be said of every heap is <see cref="GrowthCheck"/>'s. The bound follows from first fit.
/// Let U be the most bytes ever in use (heap less free list) after a growth, seen before collections and at the end:
/// between them nothing is freed, so no moment had more. Blocks keep their place and size for good, so for every block
/// of s bytes: all blocks of at least s bytes up to its own address have at most U bytes together. Summed over the d
/// block sizes of a heap, its high-water mark is at most d * U.
/// </remarks>
internal sealed class HighWater
{
    private readonly List<(int Size, long Bytes)> sizes = [];
    private int knownEnd;

    /// <summary>The most bytes in use so far.</summary>
    public long Peak { get; private set; }

    public void Forget() => (Peak, knownEnd) = (0, 0);

    /// <summary>Looks at a heap that has grown since, at the end of an interval without collections.</summary>
    public void Note(in HeapView heap)
    {
        if (heap.HeapEnd != knownEnd)
        {
            knownEnd = heap.HeapEnd;
            Peak = Math.Max(Peak, heap.Bytes.Length - FreeBytes(heap));
        }
    }

    /// <summary>What is wrong with how the heap grew, or null. A heap that blocks do not tile is not judged.</summary>
    public Evidence? Excess(in HeapView heap)
    {
        if (!heap.IsWithinMemory || heap.Bytes.Length <= Peak)
        {
            return null; // Most heaps: all of it was in use once.
        }

        sizes.Clear();
        foreach (var block in heap.Blocks)
        {
            if (Add(block.Bytes, block.Stride) is var inUse && inUse > Peak)
            {
                return new Evidence.GrewWithoutNeed(block.Payload, block.Bytes, inUse, Peak);
            }
        }

        return null;
    }

    /// <summary>Counts a block; the bytes of all so far that are at least as large.</summary>
    private long Add(int size, long stride)
    {
        var place = sizes.Count;
        var atLeast = stride;
        while (place > 0 && sizes[place - 1].Size >= size)
        {
            place--;
            atLeast += sizes[place].Bytes;
        }

        if (place < sizes.Count && sizes[place].Size == size)
        {
            sizes[place] = (size, sizes[place].Bytes + stride);
        }
        else
        {
            sizes.Insert(place, (size, stride));
        }

        return atLeast;
    }

    /// <summary>Follows the free list as far as it makes sense: others judge it.</summary>
    private static long FreeBytes(in HeapView heap)
    {
        var free = 0L;
        foreach (var block in heap.FreeBlocks)
        {
            free += block.Stride;
        }

        return free;
    }
}
