using System.Runtime.InteropServices;

namespace Vera.GcStress.Targets.Wat.Reading;

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

    /// <summary>By eighths of addresses: the number of the newest block there, and the run that it is from.</summary>
    private (int Run, int Number)[] newest = new (int, int)[1024];

    private int run = 1;
    private int local = -1;
    private bool isWhole;
    private int first;
    private int moment = 1;
    private int readingNumber;

    public void Forget()
    {
        blocks.Clear();
        places.Clear();
        readings.Clear();
        copies.Clear();
        (local, readingNumber) = (-1, 0);
        run++;
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

        var bytes = census.SizeOf(memory, payload);
        if (bytes < 0)
        {
            isWhole = false;
            return;
        }

        var number = NumberOf(memory, payload, bytes);
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
        if (census.SizeOf(memory, block.Payload) != block.Bytes
            || !memory.Slice((int)block.Payload, block.Bytes).SequenceEqual(copy))
        {
            return false;
        }

        block.StoodAt = moment;
        return true;
    }

    /// <summary>The number of the block as it stands now: a known one, or a new one.</summary>
    private int NumberOf(ReadOnlySpan<byte> memory, uint payload, int bytes)
    {
        var place = (int)(payload >> 3);
        if (place >= newest.Length)
        {
            Array.Resize(ref newest, place * 2);
        }

        ref var known = ref newest[place];
        if (known.Run != run || !Stands(memory, ref BlockAt(known.Number)))
        {
            known = (run, blocks.Count);
            blocks.Add(new() { Payload = payload, Bytes = bytes, Copy = copies.Count, StoodAt = moment });
            copies.AddRange(memory.Slice((int)payload, bytes));
        }

        return known.Number;
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
