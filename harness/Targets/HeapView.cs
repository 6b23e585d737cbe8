using System.Buffers.Binary;

namespace Vera.GcStress.Targets;

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
/// own: <see cref="StartBit"/> and its neighbours.
/// </remarks>
public readonly ref struct HeapView
{
    public const byte StartBit = 1;
    public const byte MarkBit = 2;
    public const byte PointerFreeBit = 4;
    public const byte PendingBit = 8;
    public const byte FreeBit = 16;

    /// <summary>The whole linear memory.</summary>
    public required ReadOnlySpan<byte> Memory { get; init; }

    /// <summary>One byte a granule, from the heap's start; empty under <see cref="CollectorKind.Vera"/>.</summary>
    public required ReadOnlySpan<byte> Map { get; init; }

    public required CollectorKind Collector { get; init; }

    /// <summary>Where the first block's header lies.</summary>
    public required int HeapStart { get; init; }

    /// <summary>Where the next new block's header will lie: the end of the heap.</summary>
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

    /// <summary>The slots of the shadow stack, four bytes each, from the oldest on.</summary>
    public ReadOnlySpan<byte> Roots { get; init; }

    /// <summary>The slots that found no room on the shadow stack.</summary>
    public ReadOnlySpan<byte> SpilledRoots { get; init; }

    /// <summary>Whether the collector also asks the host for roots, so that the slots are not all of them.</summary>
    public bool HasHostRoots { get; init; }

    public uint Word(int address) => BinaryPrimitives.ReadUInt32LittleEndian(Memory[address..]);

    /// <summary>The payload bytes of the block with this payload address.</summary>
    public int PayloadBytes(int payload) => (int)(Word(payload - 4) >> 1);

    /// <summary>Header, payload and padding of a block with so many payload bytes.</summary>
    public static int StrideOf(int payloadBytes) => (payloadBytes + 11) & ~7;

    /// <summary>Whether the last collection reached the block.</summary>
    public bool IsMarked(int payload) => Collector == CollectorKind.Vera
        ? (Word(payload - 4) & 1) != 0
        : (Map[(payload - 4 - HeapStart) >> 3] & MarkBit) != 0;
}
