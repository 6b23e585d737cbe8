using System.Runtime.InteropServices;
using Vera.GcStress.Heaps;

namespace Vera.GcStress.Judging;

/// <summary>Finds the blocks that the last collection reached, in a heap that may be corrupt.</summary>
internal static class MarkedBlocks
{
    /// <summary>The payload address of the first marked block, or -1.</summary>
    public static int First(in HeapView heap) =>
        heap.Collector == CollectorKind.Hardened ? FirstInMap(heap) : FirstByHeaders(heap);

    /// <summary>The bytes of all marked blocks, headers and padding included.</summary>
    public static long Bytes(in HeapView heap)
    {
        var bytes = 0L;
        foreach (var block in heap.Blocks)
        {
            bytes += heap.IsMarked(block.Payload) ? block.Stride : 0;
        }

        return bytes;
    }

    /// <summary>Eight granules at a time: hardly ever is there anything to find.</summary>
    private static int FirstInMap(in HeapView heap)
    {
        const ulong Marks = 0x0101010101010101UL * HeapView.MarkBit;
        var map = heap.Map;
        var words = MemoryMarshal.Cast<byte, ulong>(map);
        var word = 0;
        while (word < words.Length && (words[word] & Marks) == 0)
        {
            word++;
        }

        for (var granule = word * 8; granule < map.Length; granule++)
        {
            if ((map[granule] & HeapView.MarkBit) != 0)
            {
                return heap.HeapStart + (8 * granule) + 4;
            }
        }

        return -1;
    }

    /// <summary>A header that leads out of the heap ends the walk: the integrity oracle judges that.</summary>
    private static int FirstByHeaders(in HeapView heap)
    {
        foreach (var block in heap.Blocks)
        {
            if (heap.IsMarked(block.Payload))
            {
                return block.Payload;
            }
        }

        return -1;
    }
}
