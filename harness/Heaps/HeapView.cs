using System.Buffers.Binary;

namespace Vera.GcStress.Heaps;

/// <summary>Which collector runs.</summary>
public enum CollectorKind
{
    /// <summary>Vera's algorithm, predicate for predicate.</summary>
    Vera,

    /// <summary>
    /// Ours: block starts are validated, marks lie outside payloads, pointer-free blocks are not scanned.
    /// </summary>
    Hardened,
}

/// <summary>The heap at one moment: a window on guest memory, valid only while the watcher looks.</summary>
/// <remarks>
/// A block is a 4-byte header <c>payload bytes * 2 + mark</c> and its payload, rounded up to 8 in total. A payload
/// address is what a program holds. Hardened collectors keep one byte a granule (8 bytes of heap) in a map of their
/// own: <see cref="StartBit"/> and its neighbours. What the guest says of its heap may be anything: all that is read
/// here is bounded by the memory that is there.
/// </remarks>
public readonly ref struct HeapView
{
    /// <summary>Bytes of heap that one byte of the map is for.</summary>
    public const int Granule = 8;

    /// <summary>A block starts at the granule.</summary>
    public const byte StartBit = 1;

    /// <summary>The last collection reached it.</summary>
    public const byte MarkBit = 2;

    /// <summary>It holds no pointers.</summary>
    public const byte PointerFreeBit = 4;

    /// <summary>It is on a free list.</summary>
    public const byte FreeBit = 16;

    /// <summary>The whole linear memory.</summary>
    public required ReadOnlySpan<byte> Memory { get; init; }

    /// <summary>One byte a granule, from the heap's start; empty under <see cref="CollectorKind.Vera"/>.</summary>
    public required ReadOnlySpan<byte> Map { get; init; }

    /// <summary>Which collector looks after the heap.</summary>
    public required CollectorKind Collector { get; init; }

    /// <summary>Where the first block's header lies.</summary>
    public required int HeapStart { get; init; }

    /// <summary>Where the next new block's header will lie: the end of the heap, as the guest says.</summary>
    public required int HeapEnd { get; init; }

    /// <summary>The address that the heap's end never passes.</summary>
    public required long Ceiling { get; init; }

    /// <summary>
    /// Where each free list begins: a payload address or 0. Vera's collector has one list, ours one a bin: see
    /// <see cref="FreeBins"/>.
    /// </summary>
    public required ReadOnlySpan<int> FreeHeads { get; init; }

    /// <summary>The number of this collection, from 1, or how many there have been.</summary>
    public required int Collection { get; init; }

    /// <summary>How many calls of alloc had begun, this collection's own included.</summary>
    public required int Allocation { get; init; }

    /// <summary>Whether the allocation that began last waits for this collection to end: its block is not there yet.
    /// </summary>
    public bool IsAwaited { get; init; }

    /// <summary>
    /// The bytes, with header and padding, of the block that finds no room: a collection comes for its sake, or the
    /// heap is full. 0: there is none.
    /// </summary>
    public int Wanted { get; init; }

    /// <summary>What memory grows by, and what the heap may do with it.</summary>
    public HeapRoom Room { get; init; }

    /// <summary>
    /// Whether freed payloads are filled with 0xF5, from their second word on: a free block's first is its link.
    /// </summary>
    public bool IsPoisoned { get; init; }

    /// <summary>
    /// One byte a granule, as far as it goes: <see cref="StartBit"/> where the host was handed a block that is not
    /// freed yet, with <see cref="PointerFreeBit"/> if it had asked for one without pointers; 0 where it does not know.
    /// </summary>
    public ReadOnlySpan<byte> Asked { get; init; }

    /// <summary>The slots of the shadow stack, four bytes each, from the oldest on.</summary>
    public ReadOnlySpan<byte> Roots { get; init; }

    /// <summary>The slots that found no room on the shadow stack.</summary>
    public ReadOnlySpan<byte> SpilledRoots { get; init; }

    /// <summary>How many roots there are, on the shadow stack and beside it.</summary>
    public int RootCount => (Roots.Length + SpilledRoots.Length) / sizeof(uint);

    /// <summary>Whether the collector also asks the host for roots, so that the slots are not all of them.</summary>
    public bool HasHostRoots { get; init; }

    /// <summary>Whether the heap begins, ends and is a whole number of granules within memory.</summary>
    public bool IsWithinMemory => HeapStart >= 0 && HeapEnd >= HeapStart && HeapEnd <= Memory.Length
        && ((HeapEnd - HeapStart) & (Granule - 1)) == 0;

    /// <summary>All blocks, as far as memory goes.</summary>
    public ReadOnlySpan<byte> Bytes => BytesFrom(HeapStart);

    /// <summary>The blocks, upward.</summary>
    public BlockWalk Blocks => new(Bytes, HeapStart);

    /// <summary>The blocks from a header on, upward.</summary>
    public BlockWalk BlocksFrom(int header) => new(BytesFrom(header), header);

    /// <summary>The blocks of all free lists.</summary>
    public FreeBlocks FreeBlocks => new(Bytes, HeapStart, FreeHeads);

    /// <summary>The blocks of the free list that begins with this link.</summary>
    public FreeWalk FreeList(int head) => new(Bytes, HeapStart, head);

    /// <summary>The word at an address; 0 where memory has none.</summary>
    public uint Word(long address) => address >= 0 && address <= Memory.Length - sizeof(uint)
        ? BinaryPrimitives.ReadUInt32LittleEndian(Memory[(int)address..])
        : 0;

    /// <summary>A root, counted from the oldest.</summary>
    public uint Root(int number)
    {
        var at = number * sizeof(uint);
        return BinaryPrimitives.ReadUInt32LittleEndian(
            at < Roots.Length ? Roots[at..] : SpilledRoots[(at - Roots.Length)..]);
    }

    /// <summary>The payload bytes of the block with this payload address.</summary>
    public int PayloadBytes(int payload) => (int)(Word(payload - (long)sizeof(uint)) >> 1);

    /// <summary>Header, payload and padding of a block, by its payload bytes.</summary>
    public static long StrideOf(int payloadBytes) => (payloadBytes + 11L) & ~7L;

    /// <summary>The hardened collector's notes on the block at a payload address; 0 where there are none.</summary>
    public byte Notes(int payload)
    {
        var granule = (payload - (long)sizeof(uint) - HeapStart) / Granule;
        return granule >= 0 && granule < Map.Length ? Map[(int)granule] : (byte)0;
    }

    /// <summary>Whether the last collection reached the block.</summary>
    public bool IsMarked(int payload) => Collector == CollectorKind.Vera
        ? (Word(payload - (long)sizeof(uint)) & 1) != 0
        : (Notes(payload) & MarkBit) != 0;

    private ReadOnlySpan<byte> BytesFrom(int from)
    {
        var end = Math.Min(HeapEnd, Memory.Length);
        return from >= 0 && from < end ? Memory[from..end] : default;
    }
}
