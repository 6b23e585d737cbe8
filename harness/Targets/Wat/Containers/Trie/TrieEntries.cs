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

/// <summary>What an allocation of an entry is for.</summary>
public enum EntryBlock
{
    /// <summary>An entry without pointers.</summary>
    Scalars,

    /// <summary>An entry with pointers.</summary>
    Pointers,

    /// <summary>A scalar's box.</summary>
    Box,
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

    /// <summary>The heap that the entries lie on.</summary>
    protected HeapInstance Heap => heap;

    /// <summary>A new entry. Its key and value must be rooted; the entry is pushed on the shadow stack.</summary>
    public uint Make(EntryShape shape, uint stamp, Slot key, Slot value)
    {
        if (shape.IsPointerFree)
        {
            heap.Features.Bump(TrieFeatures.Scalars);
            var block = (uint)Allocate(EntryBlock.Scalars, Bytes(shape));
            var memory = heap.Memory;
            GuestBytes.SetWord(memory, block, stamp | Tag);
            GuestBytes.SetLong(memory, block + KeyOffset, key.Bits);
            if (shape.HasValue)
            {
                GuestBytes.SetLong(memory, block + KeyOffset + 8, value.Bits);
            }

            return block;
        }

        var keyBox = EntryShape.IsScalar(shape.KeyTag) ? Box(key) : 0;
        var valueBox = shape.HasValue && EntryShape.IsScalar(shape.ValueTag) ? Box(value) : 0;
        return Mixed(shape, stamp, keyBox, key, valueBox, value);
    }

    /// <summary>The same key and stamp with another value; a key box is shared.</summary>
    public virtual uint WithValue(EntryShape shape, uint entry, Slot value)
    {
        var stamp = Stamp(entry);
        if (shape.IsPointerFree || !EntryShape.IsScalar(shape.KeyTag))
        {
            return Make(shape, stamp, Key(shape, entry), value);
        }

        var keyBox = GuestBytes.Word(heap.Memory, entry + KeyOffset);
        return Mixed(shape, stamp, keyBox, default, 0, value);
    }

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

    public uint Stamp(uint entry) => GuestBytes.Word(heap.Memory, entry) & ~Tag;

    public Slot Key(EntryShape shape, uint entry) => Load(shape, shape.KeyTag, entry + KeyOffset);

    public Slot Value(EntryShape shape, uint entry) => Load(shape, shape.ValueTag, entry + ValueOffset(shape));

    /// <summary>Where the value stands, from the entry's address on.</summary>
    protected static uint ValueOffset(EntryShape shape) => KeyOffset + KeyBytes(shape);

    private static uint KeyBytes(EntryShape shape) => FieldBytes(shape, shape.KeyTag);

    private static uint FieldBytes(EntryShape shape, SlotShape tag) =>
        tag == SlotShape.I32 || (EntryShape.IsScalar(tag) && !shape.IsPointerFree) ? 4u : 8u;

    private static int Bytes(EntryShape shape) =>
        (int)(KeyOffset + KeyBytes(shape) + (shape.HasValue ? FieldBytes(shape, shape.ValueTag) : 0));

    private uint Mixed(EntryShape shape, uint stamp, uint keyBox, Slot key, uint valueBox, Slot value)
    {
        var block = (uint)Allocate(EntryBlock.Pointers, Bytes(shape));
        GuestBytes.SetWord(heap.Memory, block, stamp | Tag);
        heap.Features.Bump(TrieFeatures.KeyBox, keyBox != 0 ? 1 : 0);
        heap.Features.Bump(TrieFeatures.ValueBox, valueBox != 0 ? 1 : 0);
        Store(block + KeyOffset, shape.KeyTag, keyBox, key);
        if (shape.HasValue)
        {
            Store(block + ValueOffset(shape), shape.ValueTag, valueBox, value);
        }

        return block;
    }

    private uint Box(Slot scalar)
    {
        var box = (uint)Allocate(EntryBlock.Box, 8);
        GuestBytes.SetLong(heap.Memory, box, scalar.Bits);
        return box;
    }

    /// <summary>Writes a key or value, or the box that it lies in.</summary>
    protected virtual void Store(uint address, SlotShape tag, uint box, Slot slot)
    {
        var memory = heap.Memory;
        GuestBytes.SetWord(memory, address, EntryShape.IsScalar(tag) ? box : slot.Pointer);
        if (tag.IsPair())
        {
            GuestBytes.SetWord(memory, address + 4, unchecked((uint)slot.Length) | Tag);
        }
    }

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

    /// <summary>A block of the kind that suits, pushed on the shadow stack.</summary>
    protected virtual int Allocate(EntryBlock made, int bytes)
    {
        var block = made == EntryBlock.Pointers ? heap.Alloc(bytes) : heap.AllocData(bytes);
        heap.Push(block);
        return block;
    }
}
