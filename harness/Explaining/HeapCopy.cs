using System.Buffers.Binary;
using Vera.GcStress.Heaps;

namespace Vera.GcStress.Explaining;

/// <summary>Linear memory as it was at one moment, with the bounds of the heap.</summary>
internal sealed class HeapCopy
{
    private byte[] memory = [];
    private byte[] roots = [];
    private int length;
    private int rootsLength;

    public int HeapStart { get; private set; }

    public int HeapEnd { get; private set; }

    public ReadOnlySpan<byte> Memory => memory.AsSpan(0, length);

    /// <summary>The slots of the shadow stack.</summary>
    public ReadOnlySpan<byte> Roots => roots.AsSpan(0, rootsLength);

    public void Take(in HeapView heap)
    {
        (length, rootsLength) = (heap.Memory.Length, heap.Roots.Length);
        Fit(ref memory, length);
        Fit(ref roots, rootsLength);
        heap.Memory.CopyTo(memory);
        heap.Roots.CopyTo(roots);
        (HeapStart, HeapEnd) = (heap.HeapStart, heap.HeapEnd);
    }

    /// <summary>Bytes at an address, fewer where memory ends.</summary>
    public ReadOnlySpan<byte> Bytes(int address, int count) =>
        address < 0 || address >= length ? [] : Memory.Slice(address, Math.Min(count, length - address));

    public uint Word(int address) =>
        Bytes(address, 4) is { Length: 4 } word ? BinaryPrimitives.ReadUInt32LittleEndian(word) : 0;

    /// <summary>The first address from one up to another where, four bytes apart, this word stands; or -1.</summary>
    public int Find(uint word, int from, int to)
    {
        for (var at = from; at + 4 <= to; at += 4)
        {
            if (Word(at) == word)
            {
                return at;
            }
        }

        return -1;
    }

    private static void Fit(ref byte[] buffer, int bytes)
    {
        if (buffer.Length < bytes)
        {
            buffer = new byte[bytes];
        }
    }
}
