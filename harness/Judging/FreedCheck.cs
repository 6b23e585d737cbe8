using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that what is free stays so until it is handed out: it has the filler of freed blocks still, all of it, and a
/// list that it is on.
/// </summary>
/// <remarks>
/// A write through a pointer to a block that is gone changes nothing that anything reads, until the block is handed out
/// again; and a block that drops off its list is only not found. A collection fills and lists anew, so both are looked
/// at before.
/// </remarks>
internal static class FreedCheck
{
    private const byte Filler = 0xF5;

    /// <summary>The first free block that is not as it was left, or null.</summary>
    public static Evidence? Flaw(in HeapView heap)
    {
        if (!heap.IsPoisoned || !heap.IsWithinMemory)
        {
            return null;
        }

        var listed = 0;
        foreach (var block in heap.FreeBlocks)
        {
            listed++;
            var from = block.Payload + sizeof(uint);
            var bytes = (int)Math.Min(block.Stride - (2 * sizeof(uint)), heap.HeapEnd - from);
            if (bytes > 0 && heap.Memory.Slice(from, bytes).IndexOfAnyExcept(Filler) is >= 0 and var at)
            {
                return new Evidence.FreedChanged(block.Payload, block.Bytes, at + sizeof(uint));
            }
        }

        return heap.Collector == CollectorKind.Hardened && listed < MapWords.Count(heap.Map, areFree: true)
            ? new Evidence.Unlisted(FirstUnlisted(heap))
            : null;
    }

    private static int FirstUnlisted(in HeapView heap)
    {
        const byte Free = HeapView.StartBit | HeapView.FreeBit;
        var left = heap.Map.ToArray();
        foreach (var block in heap.FreeBlocks)
        {
            // The map may be shorter than the heap.
            var granule = (block.Payload - heap.HeapStart) / HeapView.Granule;
            left.AsSpan(Math.Min(granule, left.Length)..Math.Min(granule + 1, left.Length)).Clear();
        }

        return heap.HeapStart + (HeapView.Granule * Array.FindIndex(left, bits => (bits & Free) == Free)) + sizeof(int);
    }
}
