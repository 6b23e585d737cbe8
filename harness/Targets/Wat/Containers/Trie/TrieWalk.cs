using System.Runtime.InteropServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers.Trie;

/// <summary>Reads a trie: finds a key, lists all entries. Allocates nothing on the guest's heap.</summary>
internal class TrieWalk(HeapInstance heap, TrieNodes nodes, TrieEntries entries)
{
    private readonly List<(uint Stamp, uint Entry)> listed = [];
    private int expected;
    private long nodesLeft;
    private Action<uint>? visiting;

    public TrieWalk(HeapInstance heap)
        : this(heap, new(heap), new(heap))
    {
    }

    /// <summary>The nodes of the tries that are walked.</summary>
    public TrieNodes Nodes => nodes;

    /// <summary>Their entries.</summary>
    public TrieEntries Entries => entries;

    /// <summary>The heap that they lie on.</summary>
    public HeapInstance Heap => heap;

    /// <summary>The four hash bits of a level, as a bit of a node's map.</summary>
    public static uint BitAt(ulong hash, int level) => 1u << (int)((hash >> (4 * level)) & 15);

    /// <summary>The entry of a key, or 0.</summary>
    public virtual uint Find(EntryShape shape, uint root, Slot key)
    {
        var hash = HashOf(shape, key);
        var node = root;
        for (var level = 0; level < TrieNodes.Levels; level++)
        {
            var maps = nodes.Maps(node);
            var bit = BitAt(hash, level);
            if ((maps.Data & bit) != 0)
            {
                var entry = nodes.PointerAt(node, maps.DataIndex(bit));
                return Holds(shape, entry, key) ? entry : 0;
            }

            if ((maps.Nodes & bit) == 0)
            {
                return 0;
            }

            node = nodes.PointerAt(node, maps.NodeIndex(bit));
        }

        var index = IndexInList(shape, node, key);
        heap.Features.Bump(index < 0 ? TrieFeatures.ListMissed : TrieFeatures.ListFound);
        return index < 0 ? 0 : nodes.PointerAt(node, index);
    }

    /// <summary>The place of a key in a list node, or -1.</summary>
    public int IndexInList(EntryShape shape, uint list, Slot key)
    {
        for (var i = nodes.ListCount(list) - 1; i >= 0; i--)
        {
            if (Holds(shape, nodes.PointerAt(list, i), key))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The hash that a key is filed under.</summary>
    public virtual ulong HashOf(EntryShape shape, Slot key) => KeyHash.Of(heap.Memory, shape.KeyTag, key);

    /// <summary>Whether an entry's key is this one.</summary>
    public virtual bool Holds(EntryShape shape, uint entry, Slot key) =>
        KeyEquality.Same(heap.Memory, shape.KeyTag, entries.Key(shape, entry), key);

    /// <summary>All entries in the order of their stamps; valid until the next call.</summary>
    /// <param name="root">The root node, or 0.</param>
    /// <param name="count">How many entries there have to be.</param>
    /// <param name="visit">Told of every node on the way.</param>
    public ReadOnlySpan<(uint Stamp, uint Entry)> InOrder(uint root, int count, Action<uint>? visit = null)
    {
        visiting = visit;
        listed.Clear();
        (expected, nodesLeft) = (count, 1 + (count * (TrieNodes.Levels + 1L)));
        if (root != 0)
        {
            Gather(root, 0);
        }

        if (listed.Count != count)
        {
            throw new GuestFault(
                TrapReason.BadBlock, $"the trie at 0x{root:X} has {listed.Count} entries, not {count}", root);
        }

        var span = CollectionsMarshal.AsSpan(listed);
        Order(span);
        return span;
    }

    /// <summary>Brings entries from the trie's order into that of their insertion.</summary>
    protected virtual void Order(Span<(uint Stamp, uint Entry)> found) =>
        found.Sort(static (a, b) => a.Stamp.CompareTo(b.Stamp));

    /// <summary>Corrupt memory can hold anything, cycles too: what does not add up ends the walk.</summary>
    private void Gather(uint node, int level)
    {
        var isList = level == TrieNodes.Levels;
        var maps = isList ? default : nodes.Maps(node);
        var data = isList ? nodes.ListCount(node) : maps.DataCount;
        if (--nodesLeft < 0 || data > expected - listed.Count)
        {
            throw new GuestFault(
                TrapReason.BadBlock, $"the trie node at 0x{node:X} holds more than its container counts", node);
        }

        // Else equal contents could have two shapes.
        if (level > 0 && data + (2 * maps.NodeCount) < 2)
        {
            throw new GuestFault(
                TrapReason.BadBlock,
                $"the {(isList ? "list" : "trie node")} at 0x{node:X} has an entry that belongs above it",
                node);
        }

        visiting?.Invoke(node);
        for (var i = 0; i < data; i++)
        {
            var entry = nodes.PointerAt(node, i);
            listed.Add((entries.Stamp(entry), entry));
        }

        for (var i = 0; i < maps.NodeCount; i++)
        {
            Gather(nodes.PointerAt(node, data + i), level + 1);
        }
    }
}
