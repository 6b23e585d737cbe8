using System.Buffers.Binary;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>A block as the heap itself describes it.</summary>
internal readonly record struct HeapBlock(int Payload, int Bytes, bool OnFreeList);

/// <summary>Steps through a heap that may be corrupt: what makes no sense ends the walk.</summary>
internal static class HeapWalk
{
    private const int LinksMax = 4096;

    /// <summary>The blocks, upward.</summary>
    public static List<HeapBlock> Blocks(in HeapView heap)
    {
        var found = new List<HeapBlock>();
        var free = FreeList(heap);
        var end = Math.Min(heap.HeapEnd, heap.Memory.Length);
        for (long at = heap.HeapStart; at + 8 <= end;)
        {
            var bytes = BinaryPrimitives.ReadUInt32LittleEndian(heap.Memory[(int)at..]) >> 1;
            var next = at + ((bytes + 11L) & ~7L);
            if (next > end)
            {
                break;
            }

            found.Add(new((int)at + 4, (int)bytes, free.Contains((int)at + 4)));
            at = next;
        }

        return found;
    }

    /// <summary>Whether the block is among the first few thousand of the free list.</summary>
    public static bool IsFree(in HeapView heap, int block)
    {
        var payload = unchecked((uint)heap.FreeHead);
        for (var links = 0; links < LinksMax; links++)
        {
            if (payload == block)
            {
                return true;
            }

            if (payload < heap.HeapStart + 4L || payload + 4L > heap.Memory.Length)
            {
                return false;
            }

            payload = heap.Word((int)payload);
        }

        return false;
    }

    /// <summary>The payload addresses on the free list, up to where it leaves the heap or comes back.</summary>
    public static HashSet<int> FreeList(in HeapView heap)
    {
        var free = new HashSet<int>();
        var payload = unchecked((uint)heap.FreeHead);
        while (payload >= heap.HeapStart + 4L && payload + 4L <= heap.Memory.Length && free.Add((int)payload))
        {
            payload = heap.Word((int)payload);
        }

        return free;
    }
}
