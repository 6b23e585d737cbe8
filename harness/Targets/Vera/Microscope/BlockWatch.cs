using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>Knows who made each block, which of them one collection frees, and keeps some from it.</summary>
internal sealed class BlockWatch
{
    private const int HeaderBytes = 4;

    /// <summary>The shadow stack of a small program has room for that.</summary>
    private const int KeptMax = 2000;

    private readonly Dictionary<uint, (int Allocation, int Function, string Import)> makers = [];
    private readonly Queue<uint> kept = new();
    private readonly HashSet<uint> wasFree = [];

    /// <summary>What the collection freed that is looked at, those it was kept from too.</summary>
    public ImmutableArray<FreedBlock> Freed { get; private set; } = [];

    public void Made(uint block, int allocation, int function, string import) =>
        makers[block] = (allocation, function, import);

    /// <summary>The collection begins that is looked at.</summary>
    public void Begin(ReadOnlySpan<byte> heap, uint start, uint freeHead)
    {
        for (var node = freeHead; node != 0 && wasFree.Add(node);)
        {
            var at = (long)node - start;
            node = at >= 0 && at + HeaderBytes <= heap.Length
                ? BinaryPrimitives.ReadUInt32LittleEndian(heap[(int)at..])
                : 0;
        }
    }

    /// <summary>These are kept from the collection that begins now.</summary>
    public void Keep(ImmutableArray<uint> blocks)
    {
        kept.Clear();
        foreach (var block in blocks.Take(KeptMax))
        {
            kept.Enqueue(block);
        }
    }

    /// <summary>The next block to keep, or 0.</summary>
    public uint Next() => kept.TryDequeue(out var block) ? block : 0;

    /// <summary>It has ended.</summary>
    public void End(ReadOnlySpan<byte> heap, uint start)
    {
        var freed = ImmutableArray.CreateBuilder<FreedBlock>();
        for (var at = 0; at + HeaderBytes <= heap.Length;)
        {
            var header = BinaryPrimitives.ReadUInt32LittleEndian(heap[at..]);
            var size = (int)Math.Min(header >> 1, int.MaxValue - 16);
            var block = start + (uint)(at + HeaderBytes);
            if ((header & 1) == 0 && !wasFree.Contains(block) && makers.TryGetValue(block, out var maker))
            {
                freed.Add(new(block, size, maker.Allocation, maker.Function, maker.Import));
            }

            at = size > heap.Length - at ? heap.Length : at + ((size + 11) & ~7);
        }

        Freed = freed.ToImmutable();
    }
}
