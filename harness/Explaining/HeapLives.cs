using Vera.GcStress.Heaps;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>Every block of a run, and which of them are alive.</summary>
internal sealed class HeapLives
{
    private readonly SortedDictionary<int, BlockLife> live = [];
    private readonly List<BlockLife> all = [];
    private readonly Dictionary<int, int> sizes = [];
    private int knownEnd;
    private bool sawAny;

    public IReadOnlyList<BlockLife> All => all;

    public IEnumerable<BlockLife> Live => live.Values;

    /// <summary>Bytes in blocks that are alive, headers and padding included.</summary>
    public long LiveBytes { get; private set; }

    public int HeapBytes { get; private set; }

    /// <summary>Whether the program has announced an allocation of its own: compiled ones do not.</summary>
    public bool ProgramAnnounces { get; private set; }

    public BlockLife? At(int payload) => live.GetValueOrDefault(payload);

    /// <summary>The live block that has a byte at this address, or null. The header counts.</summary>
    public BlockLife? Around(int address) => live.Values.LastOrDefault(b =>
        b.Payload - 4 <= address && address < b.Payload - 4 + HeapView.StrideOf(b.Bytes));

    /// <summary>The size of the block when it was handed out last; null if it never was.</summary>
    public int? SizeBefore(int payload) => sizes.TryGetValue(payload, out var bytes) ? bytes : null;

    /// <summary>All lives that began at an address, oldest first.</summary>
    public IEnumerable<BlockLife> Of(int payload) => all.Where(b => b.Payload == payload);

    /// <summary>
    /// Takes in blocks that were not announced: those that the heap was prepared with, and those that a compiled module
    /// allocates on its own.
    /// </summary>
    /// <param name="heap">The heap as it is now.</param>
    /// <param name="op">The op that runs.</param>
    /// <param name="evenReused">Whether there may be such blocks even where the heap has not grown.</param>
    public void Adopt(in HeapView heap, int op, bool evenReused = false)
    {
        HeapBytes = heap.Bytes.Length;
        if (sawAny && heap.HeapEnd == knownEnd && !evenReused)
        {
            return;
        }

        (sawAny, knownEnd) = (true, heap.HeapEnd);
        var free = new HashSet<int>();
        foreach (var block in heap.FreeBlocks)
        {
            free.Add(block.Payload);
        }

        foreach (var block in heap.Blocks)
        {
            if (!free.Contains(block.Payload) && !live.ContainsKey(block.Payload))
            {
                Enter(new()
                {
                    Payload = block.Payload,
                    Bytes = block.Bytes,
                    Allocation = 0,
                    Op = op,
                    Site = new(null, RunSite.Program, 0),
                    PointerFree = false,
                });
            }
        }
    }

    public void Add(in HeapView heap, int payload, bool pointerFree, int op, RunSite site)
    {
        (HeapBytes, knownEnd) = (heap.Bytes.Length, heap.HeapEnd);
        ProgramAnnounces |= site.Import is null;
        if (payload < 4 || payload > heap.Memory.Length)
        {
            return; // No block is there.
        }

        Enter(new()
        {
            Payload = payload,
            Bytes = Math.Min(heap.PayloadBytes(payload), heap.Memory.Length - payload),
            Allocation = heap.Allocation,
            Op = op,
            Site = site,
            PointerFree = pointerFree,
        });
    }

    /// <summary>Ends the lives of what a collection did not mark.</summary>
    public void Sweep(in HeapView heap, CollectionRecord collection)
    {
        foreach (var block in live.Values.ToArray())
        {
            if (!heap.IsMarked(block.Payload))
            {
                block.FreedBy = collection;
                collection.Freed.Add(block);
                live.Remove(block.Payload);
                LiveBytes -= HeapView.StrideOf(block.Bytes);
            }
        }
    }

    private void Enter(BlockLife block)
    {
        if (live.TryGetValue(block.Payload, out var before))
        {
            LiveBytes -= HeapView.StrideOf(before.Bytes);
        }

        live[block.Payload] = block;
        sizes[block.Payload] = block.Bytes;
        all.Add(block);
        LiveBytes += HeapView.StrideOf(block.Bytes);
    }
}
