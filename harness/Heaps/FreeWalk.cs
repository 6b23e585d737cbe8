using System.Buffers.Binary;

namespace Vera.GcStress.Heaps;

/// <summary>Follows one free list, link by link, as far as links lead to where a block could be.</summary>
/// <remarks>A list that comes back to itself ends after more links than there are granules.</remarks>
public ref struct FreeWalk
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly int start;
    private int linksLeft;

    /// <summary>Follows a list through the bytes of a heap, the first of which has this address.</summary>
    public FreeWalk(ReadOnlySpan<byte> bytes, int start, int head)
    {
        this.bytes = bytes;
        this.start = start;
        Link = unchecked((uint)head);
        linksLeft = (bytes.Length / HeapView.Granule) + 1;
    }

    /// <summary>The block that the walk is at, as its header describes it.</summary>
    public HeapBlock Current { get; private set; }

    /// <summary>The link that was not followed yet: 0 at the end of a list, anything where it is broken.</summary>
    public uint Link { get; private set; }

    /// <summary>Follows the next link; false if it leads nowhere.</summary>
    public bool MoveNext()
    {
        var offset = Link - (long)start;
        if ((offset & (HeapView.Granule - 1)) != sizeof(uint) || offset < 0 || offset + sizeof(uint) > bytes.Length
            || linksLeft-- == 0)
        {
            return false;
        }

        Current = new((int)Link, BinaryPrimitives.ReadUInt32LittleEndian(bytes[((int)offset - sizeof(uint))..]));
        Link = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(int)offset..]);
        return true;
    }

    /// <summary>The walk itself, for foreach.</summary>
    public readonly FreeWalk GetEnumerator() => this;
}

/// <summary>Follows all free lists, one after the other.</summary>
public ref struct FreeBlocks
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly int start;
    private ReadOnlySpan<int> heads;
    private FreeWalk list;

    /// <summary>Follows the lists that begin with these links.</summary>
    public FreeBlocks(ReadOnlySpan<byte> bytes, int start, ReadOnlySpan<int> heads)
    {
        this.bytes = bytes;
        this.start = start;
        this.heads = heads;
    }

    /// <summary>The block that the walk is at, as its header describes it.</summary>
    public readonly HeapBlock Current => list.Current;

    /// <summary>Goes on to the next block, of this list or another.</summary>
    public bool MoveNext()
    {
        while (!list.MoveNext())
        {
            // Most lists are empty.
            if (heads.IndexOfAnyExcept(0) is not (>= 0 and var empty))
            {
                return false;
            }

            list = new(bytes, start, heads[empty]);
            heads = heads[(empty + 1)..];
        }

        return true;
    }

    /// <summary>The walk itself, for foreach.</summary>
    public readonly FreeBlocks GetEnumerator() => this;
}
