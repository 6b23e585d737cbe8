using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Containers.Copies;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Hosts;

/// <summary>What host code roots while it makes the block around it.</summary>
public enum ResultPart
{
    /// <summary>What a Some is to hold.</summary>
    Option,

    /// <summary>What an Ok is to hold.</summary>
    Ok,

    /// <summary>An array whose items are still to be written.</summary>
    Listing,

    /// <summary>The same, of what an operation makes.</summary>
    Items,

    /// <summary>A field of what an operation makes, while the block around it is made.</summary>
    Field,
}

/// <summary>Builds what imports return on the guest's heap: Option, Result, arrays and strings.</summary>
/// <remarks>Sizes are Vera's. Payloads are rooted across the box's allocation.</remarks>
internal class ResultWriter(HeapInstance heap, Serialised? copies = null)
{
    /// <summary>None in 4 bytes, Some in 8, 12 or 16.</summary>
    public int Option(bool some, SlotShape tag, KeptValue cell)
    {
        if (!some)
        {
            var none = heap.AllocData(4);
            GuestBytes.SetWord(heap.Memory, (uint)none, 0);
            return none;
        }

        using var roots = new ShadowScope(heap);
        var payload = Share(cell);
        if (tag is SlotShape.I64 or SlotShape.F64)
        {
            var box = heap.AllocData(16);
            GuestBytes.SetWord(heap.Memory, (uint)box, 1);
            GuestBytes.Store(heap.Memory, (uint)box + 8, tag, payload);
            return box;
        }

        Keep(ResultPart.Option, payload.Pointer);
        var made = heap.Alloc(tag == SlotShape.I32 ? 8 : 12);
        GuestBytes.SetWord(heap.Memory, (uint)made, 1);
        GuestBytes.Store(heap.Memory, (uint)made + 4, tag, payload);
        return made;
    }

    /// <summary>An array of one column; (0, 0) if it is empty. A B takes 4 bytes even for Bool and Byte.</summary>
    public virtual Slot Listing(List<(KeptValue Key, KeptValue Value)> entries, bool ofValues, SlotShape tag)
    {
        if (entries.Count == 0)
        {
            return default;
        }

        using var roots = new ShadowScope(heap);
        var stride = GuestBytes.Stride(tag);
        var bytes = entries.Count * stride;
        var array = tag is SlotShape.I64 or SlotShape.F64 ? heap.AllocData(bytes) : heap.Alloc(bytes);
        Keep(ResultPart.Listing, (uint)array);
        GuestBytes.Bytes(heap.Memory, (uint)array, bytes).Clear();
        for (var i = 0; i < entries.Count; i++)
        {
            var slot = Share(ofValues ? entries[i].Value : entries[i].Key);
            GuestBytes.Store(Memory, (uint)(array + (i * stride)), tag, slot);
        }

        return new((uint)array, entries.Count);
    }

    public int Ok(uint payload)
    {
        Keep(ResultPart.Ok, payload);
        var box = heap.Alloc(8);
        GuestBytes.SetWord(heap.Memory, (uint)box, 0);
        GuestBytes.SetWord(heap.Memory, (uint)box + 4, payload);
        return box;
    }

    public int Error(string message)
    {
        var text = Text(Encoding.UTF8.GetBytes(message));
        heap.Push(unchecked((int)text.Pointer));
        var box = heap.Alloc(12);
        GuestBytes.SetWord(heap.Memory, (uint)box, 1);
        GuestBytes.Store(heap.Memory, (uint)box + 4, SlotShape.Text, text);
        return box;
    }

    /// <summary>A new string block; (0, 0) if it is empty.</summary>
    public Slot Text(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length == 0)
        {
            return default;
        }

        var block = heap.AllocData(utf8.Length);
        utf8.CopyTo(GuestBytes.Bytes(heap.Memory, (uint)block, utf8.Length));
        return new((uint)block, utf8.Length);
    }

    /// <summary>A window on memory as it is now, for items to be written through.</summary>
    protected virtual Span<byte> Memory => heap.Memory;

    /// <summary>Roots what is to be held until the scope of the caller ends.</summary>
    internal virtual void Keep(ResultPart part, uint pointer) => heap.Push(unchecked((int)pointer));

    /// <summary>A value that lies in guest memory is shared; what the host keeps as bytes is written out.</summary>
    internal Slot Share(KeptValue cell) =>
        cell.Text is null ? cell.Slot : cell.Copied is null ? Text(cell.Text) : copies!.Rebuild(cell);
}
