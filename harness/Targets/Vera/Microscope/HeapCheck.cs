using System.Buffers.Binary;

namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>A heap before and after a collection: what may not have changed, and what must be in order.</summary>
internal sealed class HeapCheck
{
    private const int HeaderBytes = 4;
    private const int GranuleBytes = 8;

    // For each granule whether a block that is free begins there; used again for each collection.
    private bool[] isFree = [];

    /// <summary>The first rule that is broken, or null.</summary>
    /// <param name="before">The bytes of the heap before the collection.</param>
    /// <param name="after">The same bytes after it.</param>
    /// <param name="start">The heap's start.</param>
    /// <param name="freeHead">The free list after the collection.</param>
    public HeapDamage? Compare(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, uint start, uint freeHead)
    {
        Array.Clear(isFree);
        if (isFree.Length <= before.Length / GranuleBytes)
        {
            isFree = new bool[(before.Length / GranuleBytes) + 1];
        }

        for (var at = 0; at + HeaderBytes <= before.Length;)
        {
            var size = Word(before, at) >> 1;
            if (size > before.Length - at - HeaderBytes)
            {
                return new(BrokenRule.Tiling, Address(at), 0, 0, size, 0);
            }

            if (Block(before, after, at, (int)size, start) is { } damage)
            {
                return damage;
            }

            at += ((int)size + 11) & ~7;
        }

        return FreeList(after, start, freeHead);

        uint Address(int at) => start + (uint)(at + HeaderBytes);
    }

    /// <summary>The first block that a collection kept of a heap, or null.</summary>
    public static HeapDamage? FirstKept(ReadOnlySpan<byte> heap, uint start)
    {
        for (var at = 0; at + HeaderBytes <= heap.Length;)
        {
            var header = Word(heap, at);
            var size = (int)Math.Min(header >> 1, (uint)(heap.Length - at));
            if ((header & 1) == 1)
            {
                return new(BrokenRule.Retention, start + (uint)(at + HeaderBytes), size, 0, 0, 0);
            }

            at += (size + 11) & ~7;
        }

        return null;
    }

    /// <summary>Whether a collection did not mark one of these blocks.</summary>
    public static bool FreesAny(IReadOnlyList<uint> blocks, ReadOnlySpan<byte> heap, uint start)
    {
        foreach (var block in blocks)
        {
            var at = (long)block - start - HeaderBytes;
            if (at >= 0 && at + HeaderBytes <= heap.Length && (Word(heap, (int)at) & 1) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private HeapDamage? Block(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int at, int size, uint start)
    {
        var block = start + (uint)(at + HeaderBytes);
        var header = Word(after, at);
        if (header >> 1 != (uint)size)
        {
            return new(BrokenRule.Header, block, size, 0, (uint)size, header >> 1);
        }

        if ((header & 1) == 0)
        {
            isFree[at / GranuleBytes] = true;
            return null;
        }

        var was = before.Slice(at + HeaderBytes, size);
        var now = after.Slice(at + HeaderBytes, size);
        var same = was.CommonPrefixLength(now);
        return same == size
            ? null
            : new(BrokenRule.Payload, block, size, same & ~3, PartWord(was, same), PartWord(now, same));
    }

    private HeapDamage? FreeList(ReadOnlySpan<byte> after, uint start, uint node)
    {
        while (node != 0)
        {
            var at = (long)node - start - HeaderBytes;
            if (at < 0 || at % GranuleBytes != 0 || at + GranuleBytes > after.Length || !isFree[at / GranuleBytes])
            {
                return new(BrokenRule.FreeList, node, 0, 0, 0, 0);
            }

            isFree[at / GranuleBytes] = false;
            node = Word(after, (int)at + HeaderBytes);
        }

        return null;
    }

    private static uint Word(ReadOnlySpan<byte> heap, int at) => BinaryPrimitives.ReadUInt32LittleEndian(heap[at..]);

    /// <summary>The word around a byte; the last one of a payload may be cut.</summary>
    private static uint PartWord(ReadOnlySpan<byte> payload, int at)
    {
        Span<byte> word = stackalloc byte[4];
        var from = at & ~3;
        payload[from..Math.Min(from + 4, payload.Length)].CopyTo(word);
        return BinaryPrimitives.ReadUInt32LittleEndian(word);
    }
}
