using System.Numerics;
using Vera.GcStress.Heaps;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers.Trie;

/// <summary>The two halves of a node: which of its 16 slots hold an entry, which a node below.</summary>
internal readonly record struct NodeMaps(uint Data, uint Nodes)
{
    public int DataCount => BitOperations.PopCount(Data);

    public int NodeCount => BitOperations.PopCount(Nodes);
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
internal sealed class TrieNodes(HeapInstance heap)
{
    /// <summary>Levels that a 64-bit hash feeds, 4 bits each; what lies deeper are lists.</summary>
    public const int Levels = 16;

    /// <summary>Rooms of nodes that are made while their container is built in place: the least and the most.</summary>
    private const int RoomMin = 3;
    private const int RoomMax = 17;

    private const uint Tag = 0x80000000;
    private const int Head = 8;

    /// <summary>Whether blocks have no more bytes than were asked for.</summary>
    public bool AreSplit => heap.Settings.Collector == CollectorKind.Hardened;

    /// <summary>The bytes that the header of a block gives it.</summary>
    public uint Bytes(uint block) => GuestBytes.Word(heap.Memory, unchecked(block - 4)) >> 1;

    /// <summary>The bytes of a node with this many pointers.</summary>
    public static uint BytesOf(int pointers) => Head + (4 * (uint)pointers);

    /// <summary>
    /// Whether a node with this many pointers may have more bytes than they take: it was made with as many or less
    /// while its container was built in place, for half as many again, rounded up to a whole granule. What no pointer
    /// has taken is 0.
    /// </summary>
    public bool MaySpare(uint node, int pointers, uint bytes)
    {
        var (taken, room) = (BytesOf(pointers), Math.Clamp((pointers + (pointers / 2)) | 1, RoomMin, RoomMax));
        return bytes <= BytesOf(room)
            && (sizeof(uint) + bytes) % HeapView.Granule == 0
            && !GuestBytes.Bytes(heap.Memory, node + taken, (int)(bytes - taken)).ContainsAnyExcept((byte)0);
    }

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
}
