using Vera.GcStress.Heaps;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Reading;

/// <summary>
/// Knows which blocks are on the free lists, so that a read of a freed one is seen even where its bytes still stand.
/// </summary>
public sealed class BlockCensus
{
    private ulong[] free = new ulong[64];
    private ulong[] reached = new ulong[64];
    private int used;
    private uint heapStart;
    private uint heapEnd;

    /// <summary>The bytes of the blocks that <see cref="Reach"/> was told of, header and padding included.</summary>
    public long ReachedBytes { get; private set; }

    /// <summary>
    /// Walks the free lists. A list that leaves the heap or does not end is cut short: others judge it.
    /// </summary>
    public void Take(in HeapView heap)
    {
        (heapStart, heapEnd) = ((uint)heap.HeapStart, (uint)(heap.HeapStart + heap.Bytes.Length));
        Array.Clear(free, 0, used);
        Array.Clear(reached, 0, used);
        ReachedBytes = 0;
        used = (heap.Bytes.Length / HeapView.Granule / 64) + 1;
        if (free.Length < used)
        {
            (free, reached) = (new ulong[used * 2], new ulong[used * 2]);
        }

        // What was freed may lie anywhere in a block: every granule of it is noted.
        foreach (var block in heap.FreeBlocks)
        {
            var first = (block.Payload - heap.HeapStart) >> 3;
            SetBits(free, first, (int)Math.Min(first + (block.Stride >> 3), heap.Bytes.Length >> 3));
        }
    }

    private static void SetBits(ulong[] bits, int from, int end)
    {
        while (from < end)
        {
            var count = Math.Min(64 - (from & 63), end - from);
            bits[from >> 6] |= (ulong.MaxValue >> (64 - count)) << (from & 63);
            from += count;
        }
    }

    /// <summary>What is wrong with taking this address for a live block of this payload size, or null.</summary>
    public string? FlawOf(ReadOnlySpan<byte> memory, uint payload, long bytes)
    {
        if (!IsPayload(payload))
        {
            return "no block at";
        }

        var granule = (payload - heapStart) >> 3;
        if ((free[granule >> 6] & (1UL << (int)(granule & 63))) != 0)
        {
            return "freed block at";
        }

        var size = GuestBytes.Word(memory, payload - 4) >> 1;
        return size < bytes || payload + bytes > heapEnd ? $"a block of less than {bytes} bytes at" : null;
    }

    /// <summary>The payload bytes of a block that is neither free nor larger than the heap, or -1.</summary>
    public int SizeOf(ReadOnlySpan<byte> memory, uint payload)
    {
        if (!IsPayload(payload))
        {
            return -1;
        }

        var granule = (payload - heapStart) >> 3;
        var size = GuestBytes.Word(memory, payload - 4) >> 1;
        return (free[granule >> 6] & (1UL << (int)(granule & 63))) == 0 && payload + (long)size <= heapEnd
            ? (int)size
            : -1;
    }

    /// <summary>Counts a block, once. What can be none, by its address or its size, is passed over.</summary>
    public void Reach(ReadOnlySpan<byte> memory, uint payload)
    {
        if (!IsPayload(payload))
        {
            return;
        }

        var granule = (payload - heapStart) >> 3;
        var bit = 1UL << (int)(granule & 63);
        var stride = HeapView.StrideOf((int)(GuestBytes.Word(memory, payload - 4) >> 1));
        if ((reached[granule >> 6] & bit) == 0 && payload - 4 + stride <= heapEnd)
        {
            reached[granule >> 6] |= bit;
            ReachedBytes += stride;
        }
    }

    private bool IsPayload(uint address) =>
        address >= heapStart + 4 && address < heapEnd && ((address - heapStart) & 7) == 4;
}
