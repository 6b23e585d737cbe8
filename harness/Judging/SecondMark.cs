using System.Runtime.InteropServices;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// Marks a hardened heap once more, from the same roots by the same rule, in other words than heap.wat's.
/// </summary>
/// <remarks>
/// The rule: a word of a root slot, or of a reached block that is not pointer-free, is a pointer if it is the payload
/// address of a block that is allocated. There is one unbounded stack, and no table that could be full.
/// </remarks>
internal sealed class SecondMark
{
    private const byte Reached = 128;
    private const byte Allocated = HeapView.StartBit;
    private const byte AllocatedMask = HeapView.StartBit | HeapView.FreeBit | Reached;

    private readonly Stack<int> unscanned = new();

    /// <summary>The collector's map as it was before the collection, and what has been reached.</summary>
    private byte[] granules = [];
    private int length = -1;

    /// <summary>Drops the marks of another run.</summary>
    public void Forget() => length = -1;

    /// <summary>Marks what is reachable now, before the collector does.</summary>
    public void Trace(in HeapView heap)
    {
        if (heap.HeapEnd > heap.Memory.Length)
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
        while (unscanned.TryPop(out var payload))
        {
            // A last word that is only half the block's counts, as far as the heap goes.
            var bytes = Math.Min((heap.PayloadBytes(payload) + 3L) & ~3L, heap.HeapEnd - payload);
            Follow(heap, heap.Memory.Slice(payload, (int)bytes));
        }
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
            isLost = (granules[granule] & Reached) != 0;
            if (isLost != ((heap.Map[granule] & HeapView.MarkBit) != 0))
            {
                return heap.HeapStart + (8 * granule) + 4;
            }
        }

        return -1;
    }

    private void Follow(in HeapView heap, ReadOnlySpan<byte> slots)
    {
        var (first, end) = ((uint)heap.HeapStart + 4, (uint)heap.HeapEnd);
        foreach (var word in MemoryMarshal.Cast<byte, uint>(slots))
        {
            // Hardly any word gets beyond this line.
            if (word >= first && word < end && ((word - first) & 7) == 0)
            {
                Reach(word, (int)((word - first) >> 3));
            }
        }
    }

    private void Reach(uint payload, int granule)
    {
        ref var bits = ref granules[granule];
        if ((bits & AllocatedMask) != Allocated)
        {
            return;
        }

        bits |= Reached;
        if ((bits & HeapView.PointerFreeBit) == 0)
        {
            unscanned.Push((int)payload);
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
