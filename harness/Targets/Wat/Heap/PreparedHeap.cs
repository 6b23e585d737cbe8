using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>What a heap is like that was brought into a state, before the program begins.</summary>
internal static class PreparedHeap
{
    /// <summary>Bytes up to the limit that an almost full heap has left.</summary>
    private const int Left = 256;

    /// <summary>Blocks of each kind in a fragmented heap: those that are kept, and those that are free.</summary>
    private const int Pairs = 24;

    /// <summary>Three times 8, 16 ... 64 bytes, each with a header and padding.</summary>
    private const int PairBytes = 3 * (16 + 24 + 32 + 40 + 48 + 56 + 64 + 72);

    /// <summary>The array of the blocks that are kept.</summary>
    private const int ArrayBytes = (4 * Pairs) + 8;

    /// <summary>Whether the heap is in the state.</summary>
    public static bool IsIn(in HeapView heap, HeapState state)
    {
        var (bytes, left) = (heap.HeapEnd - heap.HeapStart, heap.Memory.Length - heap.HeapEnd);
        return heap.Allocation == 0 && state switch
        {
            HeapState.Empty => bytes == 0 && heap.RootCount == 0,
            HeapState.Full => left is >= 0 and < HeapView.Granule && heap.RootCount == 1,
            HeapState.AlmostFull => left is >= Left and < Left + HeapView.Granule && heap.RootCount == 1,
            HeapState.Fragmented => bytes == ArrayBytes + (2 * PairBytes) && heap.RootCount == 1 && Holes(heap),
            _ => true,
        };
    }

    private static bool Holes(in HeapView heap)
    {
        var (count, bytes) = (0, 0L);
        foreach (var free in heap.FreeBlocks)
        {
            (count, bytes) = (count + 1, bytes + free.Stride);
        }

        return count == Pairs && bytes == PairBytes;
    }
}
