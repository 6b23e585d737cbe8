using System.Runtime.InteropServices;

namespace Vera.GcStress.Targets.Wat.Values;

/// <summary>
/// Remembers which blocks each local was read from, and their bytes: while those stand, the local reads as it did.
/// </summary>
/// <remarks>
/// Values never change, and many locals share blocks: to compare a block once is far cheaper than to write the text of
/// every value that it is part of. A freed block, another size or another byte is a reason to read again.
/// </remarks>
internal sealed class ReadBlocks(BlockCensus census)
{
    private readonly List<Block> blocks = [];
    private readonly List<int> places = [];
    private readonly List<Reading> readings = [];
    private readonly List<byte> copies = [];

    /// <summary>The newest block at an address, by its number.</summary>
    private readonly Dictionary<uint, int> newest = [];

    private int local = -1;
    private bool isWhole;
    private int first;
    private int moment;
    private int readingNumber;

    public void Forget()
    {
        blocks.Clear();
        places.Clear();
        readings.Clear();
        copies.Clear();
        newest.Clear();
        (local, readingNumber) = (-1, 0);
    }

    /// <summary>The heap has changed: nothing is known to stand any more.</summary>
    public void Doubt() => moment++;

    /// <summary>The local is about to be read.</summary>
    public void Begin(int read)
    {
        (local, isWhole, first) = (read, true, places.Count);
        readingNumber++;
    }

    /// <summary>The local has been read.</summary>
    public void End()
    {
        CollectionsMarshal.SetCount(readings, Math.Max(readings.Count, local + 1));
        readings[local] = new(first, places.Count - first, isWhole);
        local = -1;
    }

    /// <summary>What is read now depends on more than the blocks that are named.</summary>
    public void Depends() => isWhole = false;

    /// <summary>A block is being read.</summary>
    public void Note(ReadOnlySpan<byte> memory, uint payload)
    {
        if (local < 0 || !isWhole)
        {
            return;
        }

        if (census.FlawOf(memory, payload, 0) is not null)
        {
            isWhole = false;
            return;
        }

        if (!newest.TryGetValue(payload, out var number) || !Stands(memory, ref BlockAt(number)))
        {
            number = Keep(memory, payload);
        }

        ref var block = ref BlockAt(number);
        if (block.ReadIn != readingNumber)
        {
            block.ReadIn = readingNumber;
            places.Add(number);
        }
    }

    /// <summary>Whether everything that the local was read from stands as it did.</summary>
    public bool Stands(ReadOnlySpan<byte> memory, int read)
    {
        if (read >= readings.Count || !readings[read].IsWhole)
        {
            return false;
        }

        foreach (var number in CollectionsMarshal.AsSpan(places).Slice(readings[read].First, readings[read].Count))
        {
            if (!Stands(memory, ref BlockAt(number)))
            {
                return false;
            }
        }

        return true;
    }

    private bool Stands(ReadOnlySpan<byte> memory, ref Block block)
    {
        if (block.StoodAt == moment)
        {
            return true;
        }

        var copy = CollectionsMarshal.AsSpan(copies).Slice(block.Copy, block.Bytes);
        if (census.FlawOf(memory, block.Payload, block.Bytes) is not null
            || GuestBytes.Word(memory, block.Payload - 4) >> 1 != block.Bytes
            || !memory.Slice((int)block.Payload, block.Bytes).SequenceEqual(copy))
        {
            return false;
        }

        block.StoodAt = moment;
        return true;
    }

    private int Keep(ReadOnlySpan<byte> memory, uint payload)
    {
        var bytes = memory.Slice((int)payload, (int)(GuestBytes.Word(memory, payload - 4) >> 1));
        blocks.Add(new() { Payload = payload, Bytes = bytes.Length, Copy = copies.Count, StoodAt = moment });
        copies.AddRange(bytes);
        return newest[payload] = blocks.Count - 1;
    }

    private ref Block BlockAt(int number) => ref CollectionsMarshal.AsSpan(blocks)[number];

    /// <summary>What was read of one local: a run of places.</summary>
    private readonly record struct Reading(int First, int Count, bool IsWhole);

    private struct Block
    {
        public uint Payload;
        public int Bytes;
        public int Copy;
        public int StoodAt;
        public int ReadIn;
    }
}
