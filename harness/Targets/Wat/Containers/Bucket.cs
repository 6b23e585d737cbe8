using System.Runtime.InteropServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers;

/// <summary>
/// Vera since 0.0.171: the contents lie in one flat bucket in WASM memory behind the wrapper, and every update writes
/// a new one. Numbers lie there in the open, where a conservative collector takes them for pointers.
/// </summary>
/// <remarks>
/// Allocations, their order and their sizes are Vera's. Insertion decodes all strings
/// and allocates each anew, removal copies slots as they are. Like Vera's host it roots what it makes, and trusts its
/// caller to root what it passes in. One difference: a NaN key that is inserted again keeps its place.
/// </remarks>
internal class Bucket(HeapInstance heap) : IContainerRuntime
{
    private const int WrapperBytes = 12;
    private const uint BucketOffset = 8;

    private readonly List<(Slot Key, Slot Value)> decoded = [];
    private readonly List<(long Key, long Value)> kept = [];
    private byte[] texts = new byte[256];
    private int textBytes;

    public WrapperShape Shape => new(UsesHandles: false, HasBucketWord: true);

    public bool LiesInGuest => true;

    public int HostEntries => 0;

    public virtual void Reset(ClosureLayouts closures)
    {
    }

    public int New(ContainerKind kind)
    {
        var wrapper = heap.Alloc(WrapperBytes);
        GuestBytes.SetWord(heap.Memory, (uint)wrapper, Wrapper.TagOf((int)kind));
        GuestBytes.SetLong(heap.Memory, (uint)wrapper + 4, 0);
        return wrapper;
    }

    public int Insert(ContainerKind kind, int container, in Entry entry)
    {
        decoded.Clear();
        textBytes = 0;
        var isMap = kind == ContainerKind.Map;
        var key = Decode(heap.Memory, entry.KeyTag, entry.Key);
        var value = isMap ? Decode(heap.Memory, entry.ValueTag, entry.Value) : default;
        var place = -1;
        foreach (var slot in Open(kind, container))
        {
            var found = Decode(heap.Memory, entry.KeyTag, KeyIn(slot, entry.KeyTag));
            place = KeyEquality.Same(texts, entry.KeyTag, found, key) ? decoded.Count : place;
            decoded.Add((found, isMap ? Decode(heap.Memory, entry.ValueTag, ValueIn(slot, entry.ValueTag)) : default));
        }

        if (place < 0)
        {
            decoded.Add((key, value));
        }
        else
        {
            decoded[place] = (decoded[place].Key, value);
        }

        return Encode(kind, entry.KeyTag, entry.ValueTag);
    }

    public int Remove(ContainerKind kind, int container, SlotShape keyTag, Slot key)
    {
        kept.Clear();
        foreach (var slot in Open(kind, container))
        {
            if (!KeyEquality.Same(heap.Memory, keyTag, KeyIn(slot, keyTag), key))
            {
                kept.Add((
                    GuestBytes.Long(slot, BucketView.KeyOffset), GuestBytes.Long(slot, BucketView.ValueOffset)));
            }
        }

        using var roots = new ShadowScope(heap);
        var wrapper = roots.Root(New(kind));
        var bucket = Keep(Allocate(kept.Count));
        var at = (uint)bucket + BucketView.HeaderBytes;
        foreach (var (keyField, valueField) in CollectionsMarshal.AsSpan(kept))
        {
            GuestBytes.SetWord(heap.Memory, at, 1);
            GuestBytes.SetLong(heap.Memory, at + BucketView.KeyOffset, keyField);
            GuestBytes.SetLong(heap.Memory, at + BucketView.ValueOffset, valueField);
            at += BucketView.SlotBytes;
        }

        return Linked(wrapper, bucket, kept.Count);
    }

    public bool TryFind(
        ContainerKind kind, int container, SlotShape keyTag, Slot key, SlotShape valueTag, out KeptValue value)
    {
        foreach (var slot in Open(kind, container))
        {
            if (KeyEquality.Same(heap.Memory, keyTag, KeyIn(slot, keyTag), key))
            {
                value = kind == ContainerKind.Map ? new(ValueIn(slot, valueTag), null) : default;
                return true;
            }
        }

        value = default;
        return false;
    }

    public virtual int Count(ContainerKind kind, int container) => Open(kind, container).Count;

    public virtual void List(
        ContainerKind kind, int container, SlotShape keyTag, SlotShape valueTag,
        List<(KeptValue Key, KeptValue Value)> into)
    {
        foreach (var slot in Open(kind, container))
        {
            var value = kind == ContainerKind.Map ? new KeptValue(ValueIn(slot, valueTag), null) : default;
            into.Add((new(KeyIn(slot, keyTag), null), value));
        }
    }

    public void Visit(ContainerKind kind, uint wrapper, Action<uint> block) =>
        block(GuestBytes.Word(heap.Memory, wrapper + BucketOffset));

    public int Unwrap(ContainerKind kind, uint wrapper) => unchecked((int)wrapper);

    public void Release(ContainerKind kind, int handle)
    {
    }

    /// <summary>How many slots a bucket of this number of entries has.</summary>
    protected virtual int CapacityFor(int count) => BucketView.CapacityFor(count);

    /// <summary>Roots a new bucket until the update ends.</summary>
    protected virtual int Keep(int bucket)
    {
        heap.Push(bucket);
        return bucket;
    }

    private static Slot KeyIn(ReadOnlySpan<byte> slot, SlotShape tag) =>
        GuestBytes.Load(slot, BucketView.KeyOffset, tag);

    private static Slot ValueIn(ReadOnlySpan<byte> slot, SlotShape tag) =>
        GuestBytes.Load(slot, BucketView.ValueOffset, tag);

    private BucketView Open(ContainerKind kind, int container)
    {
        ReadOnlySpan<byte> memory = heap.Memory;
        var wrapper = unchecked((uint)container);
        Wrapper.CheckTag(memory, wrapper, (int)kind);
        return new(memory, GuestBytes.Word(memory, wrapper + BucketOffset));
    }

    /// <summary>A slot as host value: a string's address becomes its place in <see cref="texts"/>.</summary>
    private Slot Decode(ReadOnlySpan<byte> memory, SlotShape tag, Slot slot)
    {
        if (tag != SlotShape.Text)
        {
            return slot;
        }

        var text = GuestBytes.Bytes(memory, slot.Pointer, slot.Length);
        var at = textBytes;
        textBytes = checked(at + text.Length);
        if (texts.Length < textBytes)
        {
            Array.Resize(ref texts, checked(textBytes * 2));
        }

        text.CopyTo(texts.AsSpan(at));
        return new(at, text.Length);
    }

    private int Encode(ContainerKind kind, SlotShape keyTag, SlotShape valueTag)
    {
        using var roots = new ShadowScope(heap);
        var wrapper = roots.Root(New(kind));
        var bucket = Keep(Allocate(decoded.Count));

        var at = (uint)bucket + BucketView.HeaderBytes;
        foreach (var (key, value) in CollectionsMarshal.AsSpan(decoded))
        {
            GuestBytes.SetWord(heap.Memory, at, 1);
            if (kind == ContainerKind.Map)
            {
                WriteField(at + BucketView.ValueOffset, valueTag, value);
            }

            WriteField(at + BucketView.KeyOffset, keyTag, key);
            at += BucketView.SlotBytes;
        }

        return Linked(wrapper, bucket, decoded.Count);
    }

    /// <summary>A zeroed bucket with room for these entries; its count is written last.</summary>
    private int Allocate(int count)
    {
        var capacity = CapacityFor(count);
        var bytes = BucketView.BytesFor(capacity);
        var bucket = heap.Alloc(bytes);
        GuestBytes.Bytes(heap.Memory, (uint)bucket, bytes).Clear();
        GuestBytes.SetWord(heap.Memory, (uint)bucket, (uint)capacity);
        return bucket;
    }

    private void WriteField(uint at, SlotShape tag, Slot value)
    {
        if (tag == SlotShape.Text)
        {
            var text = texts.AsSpan((int)value.Pointer, value.Length);
            var block = text.IsEmpty ? 0 : heap.AllocData(text.Length);
            text.CopyTo(GuestBytes.Bytes(heap.Memory, (uint)block, text.Length));
            value = new((uint)block, text.Length);
        }

        GuestBytes.Store(heap.Memory, at, tag, value);
    }

    private int Linked(int wrapper, int bucket, int count)
    {
        GuestBytes.SetWord(heap.Memory, (uint)bucket + 4, (uint)count);
        GuestBytes.SetWord(heap.Memory, (uint)wrapper + BucketOffset, (uint)bucket);
        return wrapper;
    }
}
