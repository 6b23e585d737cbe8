using System.Buffers.Binary;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>Compares the blocks that survive a collection with what they held before it.</summary>
/// <remarks>
/// Mark bits in headers may change; what is freed may become anything. So may a free block that a stale word marks:
/// conservative collectors keep such blocks, but what is in them belongs to no value.
/// </remarks>
internal sealed class SurvivorCheck
{
    private byte[] before = [];
    private int[] freeHeads = [];
    private int start;
    private int length = -1;

    /// <summary>Drops the picture of another run.</summary>
    public void Forget() => length = -1;

    /// <summary>Takes a picture of the heap.</summary>
    public void Remember(in HeapView heap)
    {
        Forget();
        if (!heap.IsWithinMemory)
        {
            return; // The walk after the collection says so.
        }

        (start, length) = (heap.HeapStart, heap.Bytes.Length);
        if (freeHeads.Length != heap.FreeHeads.Length)
        {
            freeHeads = new int[heap.FreeHeads.Length];
        }

        heap.FreeHeads.CopyTo(freeHeads);
        if (before.Length < length)
        {
            before = new byte[Math.Max(length, before.Length * 2)];
        }

        heap.Bytes.CopyTo(before);
    }

    /// <summary>
    /// What is wrong with the survivors, or null. The census must have found the blocks to tile the heap.
    /// </summary>
    /// <remarks>
    /// Goes from difference to difference, not from block to block: most collections change few bytes.
    /// </remarks>
    public Evidence? Compare(in HeapView heap, HeapCensus census)
    {
        if (length < 0)
        {
            return null;
        }

        if (heap.HeapStart != start || heap.HeapEnd - start != length)
        {
            return new Evidence.HeapEndMoved(start + length, heap.HeapEnd);
        }

        var now = heap.Memory.Slice(start, length);
        var old = before.AsSpan(0, length);
        for (var at = 0; (at += now[at..].CommonPrefixLength(old[at..])) < length;)
        {
            var block = census.BlockAt(at);
            var size = SizeAt(now, block);
            if (heap.IsMarked(start + block + 4)
                && Difference(old, now, block, size) is { } changed
                && !WasFree(start + block + 4))
            {
                return changed;
            }

            at = block + (int)HeapView.StrideOf(size);
        }

        return null;
    }

    private Evidence? Difference(ReadOnlySpan<byte> old, ReadOnlySpan<byte> now, int at, int size)
    {
        if (SizeAt(old, at) is var oldSize && oldSize != size)
        {
            return new Evidence.SizeChanged(start + at + 4, size, oldSize);
        }

        var oldPayload = old.Slice(at + 4, size);
        var payload = now.Slice(at + 4, size);
        if (payload.SequenceEqual(oldPayload))
        {
            return null;
        }

        var word = payload.CommonPrefixLength(oldPayload) & ~3;
        return new Evidence.ContentChanged(
            start + at + 4, size, word, Bytes(oldPayload[word..]), Bytes(payload[word..]));
    }

    /// <summary>
    /// Whether a free list had the block before the collection. Asked seldom, so the lists are followed anew.
    /// </summary>
    private bool WasFree(int payload)
    {
        foreach (var free in new FreeBlocks(before.AsSpan(0, length), start, freeHeads))
        {
            if (free.Payload == payload)
            {
                return true;
            }
        }

        return false;
    }

    private static int SizeAt(ReadOnlySpan<byte> heap, int at) =>
        (int)(BinaryPrimitives.ReadUInt32LittleEndian(heap[at..]) >> 1);

    /// <summary>Up to two words, in memory order.</summary>
    private static string Bytes(ReadOnlySpan<byte> bytes) =>
        Convert.ToHexStringLower(bytes[..Math.Min(8, bytes.Length)]);
}
