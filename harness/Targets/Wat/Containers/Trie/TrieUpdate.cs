using Vera.GcStress.Features;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers.Trie;

/// <summary>
/// Makes new versions of a trie by copying the path to one entry. Everything made is pushed on the shadow stack, and
/// stays there until the caller's scope ends.
/// </summary>
internal class TrieUpdate(TrieWalk walk)
{
    private readonly TrieNodes nodes = walk.Nodes;
    private readonly TrieEntries entries = walk.Entries;
    private readonly FeatureCounts seen = walk.Heap.Features;

    /// <summary>What finds the way through the tries that are updated.</summary>
    public TrieWalk Walk => walk;

    /// <summary>A trie of one entry.</summary>
    public virtual uint Single(EntryShape shape, uint entry) =>
        nodes.Make(new(TrieWalk.BitAt(HashOf(shape, entry), 0), 0), entry);

    /// <summary>The trie with an entry added, or put in the place of the one that has its key.</summary>
    public virtual uint Put(EntryShape shape, uint root, uint entry) =>
        Put(shape, root, entry, HashOf(shape, entry), 0);

    /// <summary>The trie without a key that it has; 0 if that was the last.</summary>
    public uint Remove(EntryShape shape, uint root, Slot key)
    {
        var hash = walk.HashOf(shape, key);
        var left = Remove(shape, root, key, hash, 0);
        seen.Bump(TrieFeatures.CollapseRoot, left.IsEntry && left.Pointer != 0 ? 1 : 0);
        seen.Bump(TrieFeatures.Empty, left.Pointer == 0 ? 1 : 0);
        return left.IsEntry ? left.Pointer == 0 ? 0 : Single(shape, left.Pointer) : left.Pointer;
    }

    private uint Put(EntryShape shape, uint node, uint entry, ulong hash, int level)
    {
        seen.Bump(TrieFeatures.PutLevel + level);
        if (level == TrieNodes.Levels)
        {
            return PutInList(shape, node, entry);
        }

        var maps = nodes.Maps(node);
        var count = maps.DataCount + maps.NodeCount;
        var bit = TrieWalk.BitAt(hash, level);
        if ((maps.Nodes & bit) != 0)
        {
            var index = maps.NodeIndex(bit);
            var below = Put(shape, nodes.PointerAt(node, index), entry, hash, level + 1);
            return nodes.Replaced(node, count, index, below);
        }

        if ((maps.Data & bit) == 0)
        {
            var wider = maps with { Data = maps.Data | bit };
            return nodes.Inserted(node, count, wider, wider.DataIndex(bit), entry);
        }

        var place = maps.DataIndex(bit);
        var present = nodes.PointerAt(node, place);
        if (walk.Holds(shape, present, entries.Key(shape, entry)))
        {
            return nodes.Replaced(node, count, place, entry);
        }

        seen.Bump(TrieFeatures.Pair);
        var pair = Pair(present, HashOf(shape, present), entry, hash, level + 1);
        var split = new NodeMaps(maps.Data & ~bit, maps.Nodes | bit);
        return nodes.Moved(node, count, split, from: place, to: split.NodeIndex(bit), pair);
    }

    private uint PutInList(EntryShape shape, uint list, uint entry)
    {
        var count = nodes.ListCount(list);
        var index = walk.IndexInList(shape, list, entries.Key(shape, entry));
        seen.Bump(index >= 0 ? TrieFeatures.ListReplace : TrieFeatures.ListAdd);
        return index >= 0
            ? nodes.Replaced(list, count, index, entry)
            : nodes.Inserted(list, count, new((uint)count + 1, 0), count, entry);
    }

    /// <summary>The node that tells two entries apart, below as many levels as their hashes share.</summary>
    private uint Pair(uint first, ulong firstHash, uint second, ulong secondHash, int level)
    {
        if (level == TrieNodes.Levels)
        {
            seen.Bump(TrieFeatures.ListMade);
            return Collided(first, second);
        }

        var (firstBit, secondBit) = (TrieWalk.BitAt(firstHash, level), TrieWalk.BitAt(secondHash, level));
        if (firstBit == secondBit)
        {
            seen.Bump(TrieFeatures.Chain);
            return nodes.Make(new(0, firstBit), Pair(first, firstHash, second, secondHash, level + 1));
        }

        var maps = new NodeMaps(firstBit | secondBit, 0);
        return firstBit < secondBit ? nodes.Make(maps, first, second) : nodes.Make(maps, second, first);
    }

    /// <summary>The list of two entries whose hashes share all their bits.</summary>
    protected virtual uint Collided(uint first, uint second) => nodes.MakeList(first, second);

    /// <summary>Whether a list with this many entries left is none any more.</summary>
    protected virtual bool CollapsesList(int left) => left == 1;

    /// <summary>Which of two entries stays when one goes.</summary>
    protected virtual int Other(int removed) => 1 - removed;

    /// <summary>Whether a node with so little left is no node any more: its parent takes its entry in.</summary>
    protected virtual bool Collapses(int left, NodeMaps maps, int level) => left <= 1 && maps.NodeCount == 0;

    /// <summary>What is left of a subtree: a node, or the one entry that its parent takes in.</summary>
    private readonly record struct Rest(uint Pointer, bool IsEntry);

    private Rest Remove(EntryShape shape, uint node, Slot key, ulong hash, int level)
    {
        seen.Bump(TrieFeatures.RemoveLevel + level);
        if (level == TrieNodes.Levels)
        {
            return RemoveFromList(shape, node, key);
        }

        var maps = nodes.Maps(node);
        var count = maps.DataCount + maps.NodeCount;
        var bit = TrieWalk.BitAt(hash, level);
        if ((maps.Data & bit) != 0)
        {
            var narrower = maps with { Data = maps.Data & ~bit };
            var place = maps.DataIndex(bit);
            seen.Bump(TrieFeatures.ShrinkFull, count == 16 ? 1 : 0);
            return Collapses(count - 1, narrower, level)
                ? new(count == 1 ? 0 : nodes.PointerAt(node, 1 - place), true)
                : new(nodes.Removed(node, count, narrower, place), false);
        }

        var index = maps.NodeIndex(bit);
        var rest = Remove(shape, nodes.PointerAt(node, index), key, hash, level + 1);
        if (!rest.IsEntry)
        {
            return new(nodes.Replaced(node, count, index, rest.Pointer), false);
        }

        if (count == 1)
        {
            seen.Bump(TrieFeatures.CollapsePassed);
            return rest;
        }

        seen.Bump(TrieFeatures.Collapse);
        var merged = new NodeMaps(maps.Data | bit, maps.Nodes & ~bit);
        return new(nodes.Moved(node, count, merged, index, merged.DataIndex(bit), rest.Pointer), false);
    }

    private Rest RemoveFromList(EntryShape shape, uint list, Slot key)
    {
        var count = nodes.ListCount(list);
        var index = walk.IndexInList(shape, list, key);
        var collapses = CollapsesList(count - 1);
        seen.Bump(collapses ? TrieFeatures.ListCollapse : TrieFeatures.ListRemove);
        return collapses
            ? new(nodes.PointerAt(list, Other(index)), true)
            : new(nodes.Removed(list, count, new((uint)count - 1, 0), index), false);
    }

    private ulong HashOf(EntryShape shape, uint entry) =>
        walk.HashOf(shape, entries.Key(shape, entry));
}
