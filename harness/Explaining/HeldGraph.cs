using System.Buffers.Binary;
using Vera.GcStress.Heaps;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>
/// Everything that holds a block when a collection begins, whether the collector sees it or not: root slots, words of
/// blocks, entries of containers, locals, intermediate results, the State cell.
/// </summary>
/// <remarks>
/// Shortest paths are those with the fewest steps that the collector does not take; such steps have a price, the less
/// certain the higher. A number in a pointer-free block that looks like an address is the least certain, unless the
/// value's type or the container's runtime says that the block it names belongs there.
/// </remarks>
internal sealed class HeldGraph : ITypedTrace
{
    private static readonly int[] Prices = [0, 0, 20, 10, 10, 1000];
    private const int TemporaryPrice = 30;
    private const int ConfirmedPrice = 1;

    private readonly List<BlockLife> blocks = [];
    private readonly Dictionary<int, int> places = [];
    private readonly List<List<(int To, EdgeKind Kind, int Offset)>> edges = [];
    private readonly HashSet<int> confirmed = [];
    private readonly PriorityQueue<int, long> queue = new();
    private readonly List<uint> entries = [];
    private Origin[] origins = [];
    private long[] prices = [];

    private readonly record struct Origin(Holder? Holder, int From, EdgeKind Kind, int Offset);

    /// <summary>Takes the heap as it is now, with these blocks alive.</summary>
    public void Take(in HeapView heap, IEnumerable<BlockLife> live, IRunState state)
    {
        Begin(live);
        for (var i = 0; i < blocks.Count; i++)
        {
            AddWords(heap, i);
            AddEntries(heap, i, state);
        }

        var held = new List<HeldWord>();
        state.Locals(held);
        state.Temporaries(held);
        foreach (var word in held.Where(h => h.Kind == HolderKind.Local))
        {
            state.Trace(word.Number, this);
        }

        Seed(heap, held);
        Spread();
    }

    /// <summary>How a block was held, or null if nothing held it.</summary>
    public HeldPath? PathTo(BlockLife block, Func<BlockLife, bool> freed)
    {
        if (!places.TryGetValue(block.Payload, out var place) || prices[place] == long.MaxValue)
        {
            return null;
        }

        var steps = new List<PathStep>();
        for (var at = place; ; at = origins[at].From)
        {
            var origin = origins[at];
            steps.Add(new(origin.Kind, blocks[at], origin.Offset, freed(blocks[at]), confirmed.Contains(at)));
            if (origin.Holder is { } holder)
            {
                steps.Reverse();
                return new(holder, steps);
            }
        }
    }

    /// <summary>Whether the way to a block leads through a word that may be no pointer at all.</summary>
    public static bool IsCertain(HeldPath path) => path.Steps.All(s => s.Kind != EdgeKind.PointerFree || s.IsConfirmed);

    void ITypedTrace.Edge(uint from, uint to, string what, bool isEntry)
    {
        if (!places.TryGetValue(unchecked((int)to), out var place))
        {
            return;
        }

        blocks[place].Label = what;
        confirmed.Add(place);
        if (from != 0 && places.TryGetValue(unchecked((int)from), out var parent))
        {
            edges[parent].Add((place, isEntry ? EdgeKind.Contents : EdgeKind.Disguised, -1));
        }
    }

    private void Begin(IEnumerable<BlockLife> live)
    {
        blocks.Clear();
        places.Clear();
        edges.Clear();
        confirmed.Clear();
        queue.Clear();
        foreach (var block in live)
        {
            places[block.Payload] = blocks.Count;
            blocks.Add(block);
            edges.Add([]);
        }

        origins = new Origin[blocks.Count];
        prices = new long[blocks.Count];
        Array.Fill(prices, long.MaxValue);
    }

    private void AddWords(in HeapView heap, int place)
    {
        var block = blocks[place];
        var kind = (heap.Notes(block.Payload) & HeapView.PointerFreeBit) != 0
            ? EdgeKind.PointerFree
            : EdgeKind.Word;
        for (var at = 0; at < block.Bytes && block.Payload + at + 4 <= heap.Memory.Length; at += 4)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(heap.Memory[(block.Payload + at)..]);
            if (places.TryGetValue(unchecked((int)word), out var to))
            {
                edges[place].Add((to, kind, at));
            }
        }
    }

    private void AddEntries(in HeapView heap, int place, IRunState state)
    {
        var block = blocks[place];
        if (WrapperTag.NameOf(heap, block) is not { } name)
        {
            return;
        }

        (block.Label, block.IsWrapper) = (block.Label ?? name, true);
        entries.Clear();
        state.Contents((uint)block.Payload, entries);
        foreach (var entry in entries)
        {
            if (places.TryGetValue(unchecked((int)entry), out var to))
            {
                edges[place].Add((to, EdgeKind.Contents, -1));
                confirmed.Add(to);
            }
        }
    }

    private void Seed(in HeapView heap, List<HeldWord> held)
    {
        for (var i = 0; i < heap.RootCount; i++)
        {
            var word = heap.Root(i);
            var local = held.FindLastIndex(h => h.Kind == HolderKind.Local && h.Address == word);
            Reach(word, new(new(i, default, local < 0 ? -1 : held[local].Number), -1, EdgeKind.Root, -1), 0);
        }

        foreach (var word in held)
        {
            var price = word.Kind == HolderKind.Temporary ? TemporaryPrice : Prices[(int)EdgeKind.Unrooted];
            Reach(word.Address, new(new(-1, word, -1), -1, EdgeKind.Unrooted, -1), price);
        }
    }

    private void Reach(uint address, Origin origin, long price)
    {
        if (places.TryGetValue(unchecked((int)address), out var place))
        {
            Reach(place, origin, price);
        }
    }

    private void Reach(int place, Origin origin, long price)
    {
        if (price < prices[place])
        {
            (prices[place], origins[place]) = (price, origin);
            queue.Enqueue(place, price);
        }
    }

    private int PriceOf(EdgeKind kind, int to) =>
        kind == EdgeKind.PointerFree && confirmed.Contains(to) ? ConfirmedPrice : Prices[(int)kind];

    private void Spread()
    {
        while (queue.TryDequeue(out var from, out var price))
        {
            if (price > prices[from])
            {
                continue;
            }

            foreach (var (to, kind, offset) in edges[from])
            {
                Reach(to, new(null, from, kind, offset), price + PriceOf(kind, to));
            }
        }
    }
}
