using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Targets.Wat.Reading;

/// <summary>The blocks that a reader comes through: each must be one that is allocated and not freed.</summary>
internal sealed class ReachedBlocks
{
    private readonly BlockCensus census = new();
    private readonly HeapInstance heap;

    public ReachedBlocks(HeapInstance heap)
    {
        this.heap = heap;
        Noted = new(census);
        Reaching = Reach;
    }

    /// <summary>What each local was read from.</summary>
    public ReadBlocks Noted { get; }

    /// <summary>To be told of a block that is known to be there.</summary>
    public Action<uint> Reaching { get; }

    /// <summary>The bytes of all blocks that were reached since the last <see cref="Refresh"/>.</summary>
    public long Bytes => census.ReachedBytes;

    /// <summary>Takes note of which blocks are free now; to be called once the heap has changed.</summary>
    public void Refresh()
    {
        census.Take(heap.View());
        Noted.Doubt();
    }

    /// <summary>Whether an allocated block of this size starts here; if not, says so.</summary>
    public bool Holds(uint payload, long bytes, CanonicalWriter writer)
    {
        if (bytes < 0)
        {
            Noted.Depends();
            writer.Flaw("a negative length of the value at", payload);
            return false;
        }

        if (census.FlawOf(heap.Memory, payload, bytes) is not { } flaw)
        {
            Reach(payload);
            return true;
        }

        Noted.Depends(); // On what is not there.
        writer.Flaw(flaw, payload);
        return false;
    }

    private void Reach(uint payload)
    {
        var memory = heap.Memory;
        census.Reach(memory, payload);
        if (payload != 0)
        {
            Noted.Note(memory, payload);
        }
    }
}
