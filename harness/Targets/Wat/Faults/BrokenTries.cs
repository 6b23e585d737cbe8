using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Containers.Trie;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Makes an entry's blocks of the wrong kind, or without a root.</summary>
internal sealed class BrokenEntries(
    HeapInstance heap, Func<EntryBlock, bool> isScanned, Func<EntryBlock, bool> isRooted) : TrieEntries(heap)
{
    public static bool Scanned(EntryBlock made) => made == EntryBlock.Pointers;

    public static bool Always(EntryBlock made) => true;

    protected override int Allocate(EntryBlock made, int bytes)
    {
        var block = isScanned(made) ? Heap.Alloc(bytes) : Heap.AllocData(bytes);
        if (isRooted(made))
        {
            Heap.Push(block);
        }

        return block;
    }
}

/// <summary>Changes a value where it lies, in every version that shares the entry.</summary>
internal sealed class OverwrittenEntries(HeapInstance heap) : TrieEntries(heap)
{
    public override uint WithValue(EntryShape shape, uint entry, Slot value)
    {
        var address = entry + ValueOffset(shape);
        if (EntryShape.IsScalar(shape.ValueTag))
        {
            var at = shape.IsPointerFree ? address : GuestBytes.Word(Heap.Memory, address);
            GuestBytes.SetLong(Heap.Memory, at, value.Bits);
        }
        else
        {
            Store(address, shape.ValueTag, 0, value);
        }

        return entry;
    }
}

/// <summary>A key whose value is replaced becomes the newest.</summary>
internal sealed class MovedEntries(HeapInstance heap) : TrieEntries(heap)
{
    public override uint WithValue(EntryShape shape, uint entry, Slot value) =>
        Make(shape, int.MaxValue, Key(shape, entry), value);
}

/// <summary>Keeps a string's address with the bit that lengths carry.</summary>
internal sealed class DisguisedEntries(HeapInstance heap) : TrieEntries(heap)
{
    private const uint Tag = 0x80000000;

    protected override void Store(uint address, SlotShape tag, uint box, Slot slot) =>
        base.Store(address, tag, box, tag == SlotShape.Text ? new(slot.Pointer | Tag, slot.Length) : slot);

    protected override Slot Load(EntryShape shape, SlotShape tag, uint address)
    {
        var slot = base.Load(shape, tag, address);
        return tag == SlotShape.Text ? new(slot.Pointer & ~Tag, slot.Length) : slot;
    }
}

/// <summary>Makes nodes of the wrong kind, or without a root.</summary>
internal sealed class BrokenNodes(HeapInstance heap, bool isScanned, bool isRooted) : TrieNodes(heap)
{
    protected override int Allocate(int bytes)
    {
        var node = isScanned ? Heap.Alloc(bytes) : Heap.AllocData(bytes);
        if (isRooted)
        {
            Heap.Push(node);
        }

        return node;
    }
}

/// <summary>Replaces a pointer in the node that older versions share.</summary>
internal sealed class SharedNodes(HeapInstance heap) : TrieNodes(heap)
{
    public override uint Replaced(uint node, int count, int index, uint pointer)
    {
        Set(node, index, pointer);
        return node;
    }
}

/// <summary>Never finds a key whose first word is 0.</summary>
internal sealed class SentinelWalk(HeapInstance heap) : TrieWalk(heap)
{
    public override uint Find(EntryShape shape, uint root, Slot key) =>
        key.Pointer == 0 ? 0 : base.Find(shape, root, key);
}

/// <summary>NaN is no key that equals itself.</summary>
internal sealed class NanWalk(HeapInstance heap) : TrieWalk(heap)
{
    public override bool Holds(EntryShape shape, uint entry, Slot key) =>
        !(shape.KeyTag == SlotShape.F64 && double.IsNaN(BitConverter.Int64BitsToDouble(key.Bits)))
        && base.Holds(shape, entry, key);
}

/// <summary>Files -0.0 by its bits.</summary>
internal sealed class SignedZeroWalk(HeapInstance heap) : TrieWalk(heap)
{
    public override ulong HashOf(EntryShape shape, Slot key) =>
        base.HashOf(key.Bits == long.MinValue ? shape with { KeyTag = SlotShape.I64 } : shape, key);
}

/// <summary>Lists entries as the trie has them.</summary>
internal sealed class UnorderedWalk(HeapInstance heap) : TrieWalk(heap)
{
    protected override void Order(Span<(uint Stamp, uint Entry)> found)
    {
    }
}

/// <summary>Of two keys with the same hash, loses the older.</summary>
internal sealed class CollisionLosingUpdate(TrieWalk walk) : TrieUpdate(walk)
{
    protected override uint Collided(uint first, uint second) => Walk.Nodes.MakeList(second);
}

/// <summary>Keeps a list that has one entry left, or none.</summary>
internal sealed class UncollapsedLists(TrieWalk walk) : TrieUpdate(walk)
{
    protected override bool CollapsesList(int left) => false;
}

/// <summary>Of the last two entries of a list, keeps the one that was to go.</summary>
internal sealed class WrongSurvivors(TrieWalk walk) : TrieUpdate(walk)
{
    protected override int Other(int removed) => removed;
}

/// <summary>Keeps nodes that their parents should take in.</summary>
internal sealed class UncollapsedUpdate(TrieWalk walk) : TrieUpdate(walk)
{
    protected override bool Collapses(int left, NodeMaps maps, int level) =>
        level == 0 && base.Collapses(left, maps, level);
}

/// <summary>Pops what an update has made before the wrapper around it is allocated.</summary>
internal sealed class UnrootedUpdate(TrieWalk walk) : TrieUpdate(walk)
{
    public override uint Single(EntryShape shape, uint entry)
    {
        using var roots = new ShadowScope(Walk.Heap);
        return base.Single(shape, entry);
    }

    public override uint Put(EntryShape shape, uint root, uint entry)
    {
        using var roots = new ShadowScope(Walk.Heap);
        return base.Put(shape, root, entry);
    }
}
