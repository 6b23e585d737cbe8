using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Vera.GcStress.Heaps;

namespace Vera.GcStress.Judging;

/// <summary>
/// Marks a hardened heap once more, from the same roots by the same rule, in other words than heap.wat's.
/// </summary>
/// <remarks>
/// The rule: a word of a root slot, or of a reached block that is not pointer-free, is a pointer if it is the payload
/// address of a block that is allocated. There is one unbounded stack, and no table that could be full. What a block is
/// stands here once more, apart from <see cref="BlockWalk"/>, and is meant to: two that share code share its bugs.
/// </remarks>
internal sealed class SecondMark
{
    private const byte ReachedBit = 128;
    private const byte Allocated = HeapView.StartBit;
    private const byte AllocatedMask = HeapView.StartBit | HeapView.FreeBit | ReachedBit;

    /// <summary>What stress runs fill freed payloads with. A program may have one such word of its own.</summary>
    private const uint Spoiled = 0xF5F5F5F5;

    private int[] unscanned = new int[256];
    private int unscannedCount;

    /// <summary>The collector's map as it was before the collection, and what has been reached.</summary>
    private byte[] granules = [];
    private int length = -1;

    private bool sawSpoiled;

    /// <summary>
    /// The payload address of a block that is in use and still has words of what was freed in its place, or -1.
    /// </summary>
    public int StaleBlock { get; private set; } = -1;

    /// <summary>Drops the marks of another run.</summary>
    public void Forget() => (length, StaleBlock) = (-1, -1);

    /// <summary>Marks what is reachable now, before the collector does.</summary>
    public void Trace(in HeapView heap)
    {
        if (!heap.IsWithinMemory)
        {
            length = -1; // Nothing that lies beyond memory can be read; integrity has a word to say on that.
            return;
        }

        length = heap.Map.Length;
        if (granules.Length < length)
        {
            granules = new byte[Math.Max(length, granules.Length * 2)];
        }

        heap.Map.CopyTo(granules);
        Follow(heap, heap.Roots);
        Follow(heap, heap.SpilledRoots);
        sawSpoiled = false;
        while (unscannedCount > 0)
        {
            var payload = unscanned[--unscannedCount];
            // A last word that is only half the block's counts, as far as the heap goes.
            var bytes = Math.Min((heap.PayloadBytes(payload) + 3L) & ~3L, heap.HeapEnd - payload);
            var block = heap.Memory.Slice(payload, (int)bytes);
            Follow(heap, block);
            if (sawSpoiled)
            {
                StaleBlock = block.IndexOf(Stale) < 0 ? StaleBlock : payload;
                sawSpoiled = false;
            }
        }
    }

    /// <summary>Two words in a row: one may match by chance.</summary>
    private static ReadOnlySpan<byte> Stale => [0xF5, 0xF5, 0xF5, 0xF5, 0xF5, 0xF5, 0xF5, 0xF5];

    /// <summary>How many blocks were reached, and their bytes with headers; null if nothing was traced.</summary>
    public (int Blocks, long Bytes)? Reached(in HeapView heap)
    {
        if (length < 0)
        {
            return null;
        }

        var (blocks, bytes) = (0, 0L);
        for (var granule = 0; granule < length; granule++)
        {
            if ((granules[granule] & ReachedBit) != 0)
            {
                blocks++;
                bytes += HeapView.StrideOf(heap.PayloadBytes(heap.HeapStart + (HeapView.Granule * granule) + 4));
            }
        }

        return (blocks, bytes);
    }

    /// <summary>
    /// The payload address of the first block that either the collector or this mark missed, or -1.
    /// </summary>
    public int FirstDifference(in HeapView heap, out bool isLost)
    {
        isLost = false;
        if (length != heap.Map.Length)
        {
            return -1; // The heap's end moved, or nothing was traced: not for this claim to judge.
        }

        for (var granule = Differing(heap.Map); granule < length; granule++)
        {
            isLost = (granules[granule] & ReachedBit) != 0;
            if (isLost != ((heap.Map[granule] & HeapView.MarkBit) != 0))
            {
                return heap.HeapStart + (8 * granule) + 4;
            }
        }

        return -1;
    }

    private void Follow(in HeapView heap, ReadOnlySpan<byte> slots)
    {
        var first = (uint)heap.HeapStart + 4;
        var span = (uint)Math.Max(0, heap.HeapEnd - heap.HeapStart - 4);
        var words = MemoryMarshal.Cast<byte, uint>(slots);
        while (words.Length > 0)
        {
            var count = Math.Min(words.Length, Vector128<uint>.Count);
            // Hardly any word is an address: four at a time are passed over.
            if (count < Vector128<uint>.Count || MayMatter(Vector128.Create(words), first, span))
            {
                Follow(words[..count], first, span);
            }

            words = words[count..];
        }
    }

    private void Follow(ReadOnlySpan<uint> words, uint first, uint span)
    {
        foreach (var word in words)
        {
            sawSpoiled |= word == Spoiled;
            var offset = unchecked(word - first);
            if (offset < span && (offset & 7) == 0)
            {
                Reach(word, (int)(offset >> 3));
            }
        }
    }

    private static bool MayMatter(Vector128<uint> words, uint first, uint span) =>
        Vector128.LessThanAny(words - Vector128.Create(first), Vector128.Create(span))
        || Vector128.EqualsAny(words, Vector128.Create(Spoiled));

    private void Reach(uint payload, int granule)
    {
        ref var bits = ref granules[granule];
        if ((bits & AllocatedMask) != Allocated)
        {
            return;
        }

        bits |= ReachedBit;
        if ((bits & HeapView.PointerFreeBit) == 0)
        {
            if (unscannedCount == unscanned.Length)
            {
                Array.Resize(ref unscanned, unscannedCount * 2);
            }

            unscanned[unscannedCount++] = (int)payload;
        }
    }

    /// <summary>Eight granules at a time: where to start looking for a difference.</summary>
    private int Differing(ReadOnlySpan<byte> map)
    {
        const ulong Marks = 0x0101010101010101UL * HeapView.MarkBit;
        var marked = MemoryMarshal.Cast<byte, ulong>(map);
        var reached = MemoryMarshal.Cast<byte, ulong>(granules.AsSpan(0, length));
        var word = 0;
        while (word < marked.Length && (((reached[word] >> 6) ^ marked[word]) & Marks) == 0)
        {
            word++;
        }

        return word * 8;
    }
}
