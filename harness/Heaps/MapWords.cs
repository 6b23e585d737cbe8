using System.Numerics;
using System.Runtime.InteropServices;

namespace Vera.GcStress.Heaps;

/// <summary>A hardened collector's map, eight granules at a time.</summary>
public static class MapWords
{
    private const ulong EachStart = 0x0101010101010101UL * HeapView.StartBit;

    /// <summary>A one in the byte of each granule at which a block starts that is not free.</summary>
    public static ulong InUse(ulong word) => word & EachStart & ~(word >> 4);

    /// <summary>How many blocks start in a map: those that are free, or those that are in use.</summary>
    public static int Count(ReadOnlySpan<byte> map, bool areFree)
    {
        var used = areFree ? 0 : ulong.MaxValue;
        var words = Of(map, out var rest);
        var count = BitOperations.PopCount(rest & EachStart & ((rest >> 4) ^ used));
        foreach (var word in words)
        {
            count += BitOperations.PopCount(word & EachStart & ((word >> 4) ^ used));
        }

        return count;
    }

    /// <summary>The bytes as words; the last one, if there are not enough for it, is filled up with zeros.</summary>
    /// <param name="bytes">A map, or what is laid out like one.</param>
    /// <param name="rest">The word after those that are returned.</param>
    public static ReadOnlySpan<ulong> Of(ReadOnlySpan<byte> bytes, out ulong rest)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        Span<byte> last = stackalloc byte[sizeof(ulong)];
        last.Clear();
        bytes[(words.Length * sizeof(ulong))..].CopyTo(last);
        rest = MemoryMarshal.Read<ulong>(last);
        return words;
    }
}
