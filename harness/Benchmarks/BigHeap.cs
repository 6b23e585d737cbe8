using System.Buffers.Binary;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Benchmarks;

/// <summary>A heap with a tree of a given size in bytes, all of it live.</summary>
/// <remarks>
/// Vera's marking pushes a block once for each pointer to it and traps when its worklist is full: it gets one that is
/// large enough, where ours keeps Vera's 64 KiB.
/// </remarks>
internal sealed class BigHeap : IDisposable
{
    private const int DataWords = 256;

    private readonly HeapInstance heap;
    private readonly HeapShape shape;

    public BigHeap(CollectorKind collector, HeapShape shape, int bytes)
    {
        this.shape = shape;
        heap = new HeapInstance(HeapModule.Load(), new Bystander());
        var room = checked((int)(bytes * 1.1) + (1 << 20));
        var real = HeapLayout.Real;
        real = collector == CollectorKind.Vera ? real with { WorklistBytes = bytes } : real;
        var layout = real with { InitialLimit = room + real.HeapStart };
        heap.Reset(layout, new HeapSettings(
            collector, new CollectionSchedule.Natural(), false, false, long.MaxValue / 4, 2 * layout.InitialLimit));
        Fill(bytes);
    }

    public long Blocks { get; private set; }

    public long LiveBytes => heap.Stats.HeapBytes;

    public void Collect() => heap.Collect();

    /// <summary>What one collection costs in fuel: about one unit an instruction.</summary>
    public long FuelOfCollection()
    {
        var before = heap.FuelUsed;
        heap.Collect();
        return heap.FuelUsed - before;
    }

    public void Dispose() => heap.Dispose();

    private void Fill(int bytes)
    {
        var nodes = new List<int>();
        while (heap.Stats.HeapBytes < bytes)
        {
            nodes.Add(shape == HeapShape.PointerRich ? heap.Alloc(5 * 4) : NodeWithData());
        }

        Blocks = heap.Stats.Allocations;
        var memory = heap.Memory;
        for (var i = 0; i < nodes.Count; i++)
        {
            Link(memory, nodes, i, 0, (2 * i) + 1);
            Link(memory, nodes, i, 1, (2 * i) + 2);
            for (var word = 2; word < 5 && shape == HeapShape.PointerRich; word++)
            {
                Link(memory, nodes, i, word, i >> (word - 1));
            }
        }

        heap.Push(nodes[0]);
    }

    private int NodeWithData()
    {
        var data = heap.AllocData(4 * DataWords);
        var node = heap.Alloc(3 * 4);
        var memory = heap.Memory;
        for (var word = 0; word < DataWords; word++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(memory[(data + (4 * word))..], word);
        }

        BinaryPrimitives.WriteInt32LittleEndian(memory[(node + 8)..], data);
        return node;
    }

    private static void Link(Span<byte> memory, List<int> nodes, int from, int word, int to)
    {
        if (to < nodes.Count)
        {
            BinaryPrimitives.WriteInt32LittleEndian(memory[(nodes[from] + (4 * word))..], nodes[to]);
        }
    }
}
