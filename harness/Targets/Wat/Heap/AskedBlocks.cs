using System.Runtime.InteropServices;
using Vera.GcStress.Heaps;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>What the host asked for at each granule of a heap, as the host itself remembers it.</summary>
internal sealed class AskedBlocks
{
    /// <summary>As many as a multiple of eight.</summary>
    private byte[] granules = [];
    private int length;

    /// <summary>One byte a granule: see <see cref="HeapView.Asked"/>.</summary>
    public ReadOnlySpan<byte> Bits => granules.AsSpan(0, length);

    /// <summary>Another heap.</summary>
    public void Clear()
    {
        granules.AsSpan(0, length).Clear();
        length = 0;
    }

    /// <summary>A block was handed out, at any offset that a broken heap may come up with.</summary>
    public void Note(long offset, bool pointerFree)
    {
        var granule = offset / HeapView.Granule;
        if (offset < 0 || granule >= Array.MaxLength / 2)
        {
            return;
        }

        if (granule >= granules.Length)
        {
            Array.Resize(ref granules, (int)Math.Max(1024, (granule * 2) & ~7L));
        }

        length = Math.Max(length, (int)granule + 1);
        granules[granule] = (byte)(HeapView.StartBit | (pointerFree ? HeapView.PointerFreeBit : 0));
    }

    /// <summary>A collection has ended: what it freed may come to be something else.</summary>
    public void Prune(ReadOnlySpan<byte> map)
    {
        // A broken heap may end before what it has handed out: nothing of that is left behind.
        var common = Math.Min(length, map.Length);
        granules.AsSpan(common, length - common).Clear();
        length = common;
        var known = MemoryMarshal.Cast<byte, ulong>(granules.AsSpan());
        var words = MapWords.Of(map[..length], out var rest);
        for (var i = 0; i < words.Length; i++)
        {
            known[i] &= MapWords.InUse(words[i]) * byte.MaxValue;
        }

        if (words.Length < known.Length)
        {
            known[words.Length] &= MapWords.InUse(rest) * byte.MaxValue;
        }
    }
}
