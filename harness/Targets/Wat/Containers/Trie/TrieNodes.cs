using System.Numerics;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers.Trie;

/// <summary>The two halves of a node: which of its 16 slots hold an entry, which a node below.</summary>
internal readonly record struct NodeMaps(uint Data, uint Nodes)
{
    public int DataCount => BitOperations.PopCount(Data);

    public int NodeCount => BitOperations.PopCount(Nodes);

    /// <summary>Where among the data pointers the slot's entry stands.</summary>
    public int DataIndex(uint bit) => BitOperations.PopCount(Data & (bit - 1));

    /// <summary>Where among all pointers the slot's node stands: nodes follow the data.</summary>
    public int NodeIndex(uint bit) => DataCount + BitOperations.PopCount(Nodes & (bit - 1));
}

/// <summary>
/// Nodes of the trie, in guest memory: {data map, node map, entry pointers, node pointers}. Never changed once made.
/// </summary>
/// <remarks>
/// After CHAMP (Steindorfer and Vinju, 2015): entries and nodes apart, and no node but the root with less than two
/// entries below it, so equal contents have equal shapes. Maps are 16 bits with bit 31 set, so a node holds no word
/// that could be taken for an address except its pointers. Below the last level, where all 64 hash bits are used up, a
/// node is a list: its data map is a count.
/// </remarks>
internal class TrieNodes(HeapInstance heap)
{
    /// <summary>Levels that a 64-bit hash feeds, 4 bits each; what lies deeper are lists.</summary>
    public const int Levels = 16;

    private const uint Tag = 0x80000000;
    private const int Head = 8;

    /// <summary>The heap that the nodes lie on.</summary>
    protected HeapInstance Heap => heap;

    public NodeMaps Maps(uint node)
    {
        ReadOnlySpan<byte> memory = heap.Memory;
        return new(GuestBytes.Word(memory, node) & ~Tag, GuestBytes.Word(memory, node + 4) & ~Tag);
    }

    /// <summary>How many entries a list node has.</summary>
    public int ListCount(uint node)
    {
        var count = GuestBytes.Word(heap.Memory, node) & ~Tag;
        return count <= (uint)heap.Memory.Length / 4
            ? (int)count
            : throw new GuestFault(TrapReason.BadBlock, $"the list at 0x{node:X} claims {count} entries", node);
    }

    /// <summary>
    /// A pointer out of a node. One that no heap can have is a fault, so that offsets can be added to it.
    /// </summary>
    public uint PointerAt(uint node, int index)
    {
        var pointer = GuestBytes.Word(heap.Memory, node + Head + (4 * (uint)index));
        return pointer < Tag ? pointer : throw new GuestFault(
            TrapReason.BadBlock, $"the trie node at 0x{node:X} points to 0x{pointer:X}", node, pointer);
    }

    /// <summary>A new node with these pointers, in order; what they point to must be rooted. It is pushed.</summary>
    public uint Make(NodeMaps maps, params ReadOnlySpan<uint> pointers)
    {
        var node = Allocate(maps.Data, maps.Nodes, pointers.Length);
        for (var i = 0; i < pointers.Length; i++)
        {
            Set(node, i, pointers[i]);
        }

        return node;
    }

    /// <summary>A list node.</summary>
    public uint MakeList(params ReadOnlySpan<uint> entries) => Make(new((uint)entries.Length, 0), entries);

    /// <summary>A copy with one pointer replaced.</summary>
    public virtual uint Replaced(uint node, int count, int index, uint pointer)
    {
        var copy = Copy(node, count, 0, 0, count);
        Set(copy, index, pointer);
        return copy;
    }

    /// <summary>A copy with other maps and one pointer more.</summary>
    public uint Inserted(uint node, int count, NodeMaps maps, int index, uint pointer)
    {
        var copy = Copy(node, count, index, 1, count + 1);
        SetMaps(copy, maps.Data, maps.Nodes);
        Set(copy, index, pointer);
        return copy;
    }

    /// <summary>A copy with other maps and one pointer less.</summary>
    public uint Removed(uint node, int count, NodeMaps maps, int index)
    {
        var copy = Copy(node, count, index, -1, count - 1);
        SetMaps(copy, maps.Data, maps.Nodes);
        return copy;
    }

    /// <summary>A copy with other maps in which a pointer left one place and another took a place of its own.</summary>
    public uint Moved(uint node, int count, NodeMaps maps, int from, int to, uint pointer)
    {
        Span<uint> pointers = stackalloc uint[count];
        for (int i = 0, next = 0; i < count; i++)
        {
            if (i == to)
            {
                pointers[i] = pointer;
                continue;
            }

            next += next == from ? 1 : 0;
            pointers[i] = PointerAt(node, next++);
        }

        return Make(maps, pointers);
    }

    /// <summary>A scanned block, pushed on the shadow stack.</summary>
    protected virtual int Allocate(int bytes)
    {
        var node = heap.Alloc(bytes);
        heap.Push(node);
        return node;
    }

    private uint Allocate(uint first, uint second, int pointers)
    {
        var node = (uint)Allocate(checked(Head + (4 * pointers)));
        SetMaps(node, first, second);
        TrieFeatures.Makes(heap.Features, pointers);
        return node;
    }

    /// <summary>A copy whose pointers from <paramref name="gap"/> on are shifted by one place, or by none.</summary>
    private uint Copy(uint node, int count, int gap, int shift, int copied)
    {
        var copy = Allocate(0, 0, copied);
        var memory = heap.Memory;
        var from = GuestBytes.Bytes((ReadOnlySpan<byte>)memory, node + Head, 4 * count);
        var into = GuestBytes.Bytes(memory, copy + Head, 4 * copied);
        var rest = shift < 0 ? gap + 1 : gap;
        from[..(4 * gap)].CopyTo(into);
        from[(4 * rest)..].CopyTo(into[(4 * (gap + Math.Max(shift, 0)))..]);
        if (shift == 0)
        {
            GuestBytes.Bytes((ReadOnlySpan<byte>)memory, node, Head).CopyTo(memory[(int)copy..]);
        }

        return copy;
    }

    private void SetMaps(uint node, uint first, uint second)
    {
        var memory = heap.Memory;
        GuestBytes.SetWord(memory, node, first | Tag);
        GuestBytes.SetWord(memory, node + 4, second | Tag);
    }

    /// <summary>Writes one pointer of a node that is being made.</summary>
    protected void Set(uint node, int index, uint pointer) =>
        GuestBytes.SetWord(heap.Memory, node + Head + (4 * (uint)index), pointer);
}
