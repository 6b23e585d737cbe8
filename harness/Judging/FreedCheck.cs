using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Judging;

/// <summary>Claims that nothing writes to what is free: it has the filler of freed blocks still, all of it.</summary>
/// <remarks>
/// A write through a pointer to a block that is gone changes nothing that anything reads, until the block is handed out
/// again. What is filled anew at each collection is looked at before.
/// </remarks>
internal static class FreedCheck
{
    private const byte Filler = 0xF5;

    /// <summary>The first free block that is not as it was left, or null.</summary>
    public static Evidence.FreedChanged? Flaw(in HeapView heap)
    {
        if (!heap.IsPoisoned || !heap.IsWithinMemory)
        {
            return null;
        }

        foreach (var block in heap.FreeBlocks)
        {
            var from = block.Payload + sizeof(uint);
            var bytes = (int)Math.Min(block.Stride - (2 * sizeof(uint)), heap.HeapEnd - from);
            if (bytes > 0 && heap.Memory.Slice(from, bytes).IndexOfAnyExcept(Filler) is >= 0 and var at)
            {
                return new(block.Payload, block.Bytes, at + sizeof(uint));
            }
        }

        return null;
    }
}
