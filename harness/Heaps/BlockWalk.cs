using System.Buffers.Binary;

namespace Vera.GcStress.Heaps;

/// <summary>A block as its header describes it.</summary>
/// <param name="Payload">Its payload address.</param>
/// <param name="Header">Payload bytes times two, and the bit by which Vera's collector marks.</param>
public readonly record struct HeapBlock(int Payload, uint Header)
{
    /// <summary>The payload's bytes: from 0 to 2 GiB less one.</summary>
    public int Bytes => (int)(Header >> 1);

    /// <summary>Header, payload and padding.</summary>
    public long Stride => HeapView.StrideOf(Bytes);
}

/// <summary>Steps from header to header, upward, as far as blocks lie within the heap.</summary>
public ref struct BlockWalk
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly int start;
    private int next;

    /// <summary>Walks these bytes, the first of which has this address and is a header's.</summary>
    public BlockWalk(ReadOnlySpan<byte> bytes, int start)
    {
        this.bytes = bytes;
        this.start = start;
    }

    /// <summary>The block that the walk is at, or where it ended: the one that goes beyond the heap's end.</summary>
    public HeapBlock Current { get; private set; }

    /// <summary>Whether the blocks so far end where the heap does.</summary>
    public readonly bool IsAtEnd => next == bytes.Length;

    /// <summary>Goes on; false at the end, and where a block goes beyond it.</summary>
    public bool MoveNext()
    {
        if (bytes.Length - next < sizeof(uint))
        {
            return false;
        }

        Current = new(start + next + sizeof(uint), BinaryPrimitives.ReadUInt32LittleEndian(bytes[next..]));
        var stride = Current.Stride;
        if (stride > bytes.Length - next)
        {
            return false;
        }

        next += (int)stride;
        return true;
    }

    /// <summary>The walk itself, for foreach.</summary>
    public readonly BlockWalk GetEnumerator() => this;
}
