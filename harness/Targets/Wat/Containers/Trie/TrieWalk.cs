using System.Runtime.InteropServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers.Trie;

/// <summary>Lists the entries of a trie, from outside. Allocates nothing on the guest's heap.</summary>
internal sealed class TrieWalk(TrieNodes nodes, TrieEntries entries)
{
    private readonly List<(uint Stamp, uint Entry)> listed = [];
    private int expected;
    private long nodesLeft;
    private EntryShape shape;
    private Action<uint>? visiting;

    /// <summary>All entries in the order of their stamps; valid until the next call.</summary>
    /// <param name="root">The root node, or 0.</param>
    /// <param name="count">How many entries there have to be.</param>
    /// <param name="entryShape">What they hold.</param>
    /// <param name="visit">Told of every node on the way.</param>
    public ReadOnlySpan<(uint Stamp, uint Entry)> InOrder(
        uint root, int count, EntryShape entryShape, Action<uint>? visit = null)
    {
        (shape, visiting) = (entryShape, visit);
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
        span.Sort(static (a, b) => a.Stamp.CompareTo(b.Stamp));
        return span;
    }

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

        CheckSize(node, TrieNodes.BytesOf(data + maps.NodeCount), isList ? null : data + maps.NodeCount);
        visiting?.Invoke(node);
        for (var i = 0; i < data; i++)
        {
            var entry = nodes.PointerAt(node, i);
            CheckSize(entry, TrieEntries.Bytes(shape));
            listed.Add((entries.Stamp(entry), entry));
        }

        for (var i = 0; i < maps.NodeCount; i++)
        {
            Gather(nodes.PointerAt(node, data + i), level + 1);
        }
    }

    /// <summary>
    /// No block of a trie is smaller than what is in it, nor larger but for what it may have to spare: where blocks are
    /// split, that is. Others stay as large as they were once.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="needed">The bytes of what is in it.</param>
    /// <param name="pointers">How many a node has that may be built in place; null: no such node.</param>
    private void CheckSize(uint block, uint needed, int? pointers = null)
    {
        var bytes = nodes.Bytes(block);
        var fits = bytes == needed || (bytes > needed && !nodes.AreSplit)
            || (bytes > needed && pointers is { } some && nodes.MaySpare(block, some, bytes));
        if (!fits)
        {
            throw new GuestFault(
                TrapReason.BadBlock,
                $"the block at 0x{block:X} has {bytes} bytes, and {needed} of a trie in it",
                block);
        }
    }
}
