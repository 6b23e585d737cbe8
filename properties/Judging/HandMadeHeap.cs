using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Vera.GcStress.Heaps;

namespace Vera.GcStress.Properties.Judging;

/// <summary>A heap just after a collection, written byte by byte: the place to plant defects in.</summary>
public sealed class HandMadeHeap
{
    /// <summary>Unaligned, as Vera's heaps are.</summary>
    public const int Start = 4101;

    private readonly CollectorKind collector;

    /// <summary>
    /// Blocks in address order; the dead ones are linked as sweeps do, from the highest down, in a hardened heap each
    /// in its bin.
    /// </summary>
    public HandMadeHeap(CollectorKind collector, params (int PayloadBytes, bool IsLive)[] blocks)
    {
        this.collector = collector;
        Blocks = new int[blocks.Length];
        IsLive = [.. blocks.Select(b => b.IsLive)];
        Heads = new int[IsVera ? 1 : FreeBins.Count];
        End = Start;
        for (var i = 0; i < blocks.Length; i++)
        {
            Blocks[i] = End + 4;
            End += (int)HeapView.StrideOf(blocks[i].PayloadBytes);
        }

        Memory = new byte[End + 64];
        Map = collector == CollectorKind.Hardened ? new byte[((End - Start) / 8) + 16] : [];
        for (var i = 0; i < blocks.Length; i++)
        {
            WriteBlock(Blocks[i], blocks[i].PayloadBytes, IsLive[i]);
        }
    }

    public byte[] Memory { get; }

    public byte[] Map { get; }

    /// <summary>The payload addresses.</summary>
    public int[] Blocks { get; }

    public int End { get; set; }

    /// <summary>The address that the heap may not pass.</summary>
    public long Ceiling { get; set; } = 1L << 31;

    /// <summary>Which of the blocks are marked.</summary>
    public bool[] IsLive { get; }

    /// <summary>Where the free lists begin.</summary>
    public int[] Heads { get; }

    /// <summary>Where the free list of the lowest dead block begins.</summary>
    public int FreeHead
    {
        get => Heads[ListOf(Blocks[Array.IndexOf(IsLive, false)])];
        set => Heads[Array.IndexOf(IsLive, false) is >= 0 and var dead ? ListOf(Blocks[dead]) : 0] = value;
    }

    public bool IsVera => collector == CollectorKind.Vera;

    public HeapView View => Rooted();

    /// <summary>The heap with these roots.</summary>
    public HeapView Rooted(params int[] roots) => Rooted(roots, []);

    /// <summary>The heap with these roots on the shadow stack, and these for which there was no room on it.</summary>
    public HeapView Rooted(int[] roots, int[] spilled) => new()
    {
        Roots = MemoryMarshal.AsBytes<int>(roots),
        SpilledRoots = MemoryMarshal.AsBytes<int>(spilled),
        Memory = Memory,
        Map = Map,
        Collector = collector,
        HeapStart = Start,
        HeapEnd = End,
        Ceiling = Ceiling,
        FreeHeads = Heads,
        Collection = 1,
        Allocation = 7,
    };

    /// <summary>
    /// One block a byte: odd ones are live; sizes leave every remainder, and some span many granules.
    /// </summary>
    /// <remarks>A hardened heap has no dead neighbours: it merges them. The second of two is live there.</remarks>
    public static HandMadeHeap From(CollectorKind collector, byte[] shape)
    {
        var isLive = true;
        return new(
            collector,
            [
                .. shape.Select(b => (
                    5 * (b >> 1),
                    isLive = (b & 1) == 1 || (collector == CollectorKind.Hardened && !isLive))),
            ]);
    }

    public void SetWord(int address, uint word) =>
        BinaryPrimitives.WriteUInt32LittleEndian(Memory.AsSpan(address), word);

    /// <summary>Marks the unmarked and unmarks the marked.</summary>
    public void FlipMarks()
    {
        foreach (var block in Blocks)
        {
            if (IsVera)
            {
                Memory[block - 4] ^= 1;
            }
            else
            {
                MapOf(block) ^= HeapView.MarkBit;
            }
        }
    }

    public ref byte MapOf(int payload) => ref Map[(payload - 4 - Start) / 8];

    private void WriteBlock(int payload, int payloadBytes, bool isLive)
    {
        SetWord(payload - 4, (uint)(payloadBytes * 2) | (IsVera && isLive ? 1u : 0u));
        for (var i = 0; i < payloadBytes; i++)
        {
            Memory[payload + i] = (byte)((payload + (31 * i)) & 255);
        }

        if (!IsVera)
        {
            MapOf(payload) = (byte)(HeapView.StartBit | (isLive ? HeapView.MarkBit : HeapView.FreeBit));
        }

        if (!isLive)
        {
            SetWord(payload, (uint)Heads[ListOf(payload)]);
            Heads[ListOf(payload)] = payload;
        }
    }

    private int ListOf(int payload) => IsVera ? 0 : FreeBins.Of(HeapView.StrideOf(View.PayloadBytes(payload)));
}
