using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>Finds the blocks that the last collection reached, in a heap that may be corrupt.</summary>
internal static class MarkedBlocks
{
    /// <summary>The payload address of the first marked block, or -1.</summary>
    public static int First(in HeapView heap) =>
        heap.Collector == CollectorKind.Hardened ? FirstInMap(heap) : FirstByHeaders(heap);

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
        var bytes = heap.Memory[heap.HeapStart..heap.HeapEnd];
        for (long at = 0; at + 8 <= bytes.Length;)
        {
            var header = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(int)at..]);
            if ((header & 1) != 0)
            {
                return heap.HeapStart + (int)at + 4;
            }

            at += ((header >> 1) + 11L) & ~7L;
        }

        return -1;
    }
}
