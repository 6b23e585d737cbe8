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

    /// <summary>Whether the block is among the first few thousand of a free list.</summary>
    public static bool IsFree(in HeapView heap, int block)
    {
        foreach (var head in heap.FreeHeads)
        {
            var payload = unchecked((uint)head);
            for (var links = 0; links < LinksMax && IsInside(heap, payload); links++)
            {
                if (payload == block)
                {
                    return true;
                }

                payload = heap.Word((int)payload);
            }
        }

        return false;
    }

    /// <summary>The payload addresses on the free lists, up to where each leaves the heap or comes back.</summary>
    public static HashSet<int> FreeList(in HeapView heap)
    {
        var free = new HashSet<int>();
        foreach (var head in heap.FreeHeads)
        {
            var payload = unchecked((uint)head);
            while (IsInside(heap, payload) && free.Add((int)payload))
            {
                payload = heap.Word((int)payload);
            }
        }

        return free;
    }

    private static bool IsInside(in HeapView heap, uint payload) =>
        payload >= heap.HeapStart + 4L && payload + 4L <= heap.Memory.Length;
}
