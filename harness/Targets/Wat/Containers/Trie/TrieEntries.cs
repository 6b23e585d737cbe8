using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers.Trie;

/// <summary>Which slots the entries of a container hold. A set's entries have a key alone.</summary>
public readonly record struct EntryShape(SlotShape KeyTag, SlotShape ValueTag, bool HasValue)
{
    /// <summary>Whether no word of an entry can be a pointer, so that no collector need scan it.</summary>
    public bool IsPointerFree => IsScalar(KeyTag) && (!HasValue || IsScalar(ValueTag));

    /// <summary>Bool and Byte travel as B, like pointers: they count as pointers.</summary>
    public static bool IsScalar(SlotShape tag) => tag is SlotShape.I64 or SlotShape.F64;
}

/// <summary>
/// Entries of a container: one block each, {stamp, key, value}, never changed once it is made and shared by all
/// versions that have it.
/// </summary>
/// <remarks>
/// The stamp tells the order of insertion. A scalar that shares its entry with a pointer lies in a pointer-free box
/// of its own, so that its bits are never scanned. Stamps and lengths have bit 31 set: on a heap below 2 GiB no such
/// word can be taken for an address.
/// </remarks>
internal class TrieEntries(HeapInstance heap)
{
    private const uint Tag = 0x80000000;
    private const uint KeyOffset = 4;

    /// <summary>Names the boxes that the scalars of an entry lie in.</summary>
    public void VisitBoxes(EntryShape shape, uint entry, Action<uint> box)
    {
        if (shape.IsPointerFree)
        {
            return;
        }

        if (EntryShape.IsScalar(shape.KeyTag))
        {
            box(GuestBytes.Word(heap.Memory, entry + KeyOffset));
        }

        if (shape.HasValue && EntryShape.IsScalar(shape.ValueTag))
        {
            box(GuestBytes.Word(heap.Memory, entry + ValueOffset(shape)));
        }
    }

    /// <summary>The bytes of an entry.</summary>
    public static uint Bytes(EntryShape shape) =>
        ValueOffset(shape) + (shape.HasValue ? FieldBytes(shape, shape.ValueTag) : 0);

    public uint Stamp(uint entry) => GuestBytes.Word(heap.Memory, entry) & ~Tag;

    public Slot Key(EntryShape shape, uint entry) => Load(shape, shape.KeyTag, entry + KeyOffset);

    public Slot Value(EntryShape shape, uint entry) => Load(shape, shape.ValueTag, entry + ValueOffset(shape));

    private static uint ValueOffset(EntryShape shape) => KeyOffset + KeyBytes(shape);

    private static uint KeyBytes(EntryShape shape) => FieldBytes(shape, shape.KeyTag);

    private static uint FieldBytes(EntryShape shape, SlotShape tag) =>
        tag == SlotShape.I32 || (EntryShape.IsScalar(tag) && !shape.IsPointerFree) ? 4u : 8u;

    /// <summary>Reads a key or value back.</summary>
    protected virtual Slot Load(EntryShape shape, SlotShape tag, uint address)
    {
        ReadOnlySpan<byte> memory = heap.Memory;
        if (EntryShape.IsScalar(tag))
        {
            return new(GuestBytes.Long(memory, shape.IsPointerFree ? address : GuestBytes.Word(memory, address)));
        }

        return tag.IsPair()
            ? new(GuestBytes.Word(memory, address), (int)(GuestBytes.Word(memory, address + 4) & ~Tag))
            : new(GuestBytes.Word(memory, address));
    }
}
