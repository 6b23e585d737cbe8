using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers;

/// <summary>
/// Vera 0.0.159 to 0.0.170: host dictionaries by handle, and behind every wrapper a bucket that repeats them for the
/// collector's eyes. It is never read.
/// </summary>
/// <remarks>
/// The bucket has max(8, 2 * count) slots of three words {key, key, value} and no header: strings as copies made for
/// the bucket, numbers cut to 32 bits, floats as 0, and of string values nothing at all.
/// So numbers lie in scanned memory, and each update asks for another size. Arrays, which Vera refuses as elements,
/// are shown as they are.
/// </remarks>
internal class Mirror(HeapInstance heap) : HostStore(heap)
{
    private const int SlotBytes = 12;
    private const uint ValueOffset = 8;
    private const uint BucketOffset = 8;
    private const int SlotsMin = 8;

    public override WrapperShape Shape => new(UsesHandles: true, HasBucketWord: true);

    /// <summary>attach_bucket_to_wrapper: what is behind the handle becomes reachable from the wrapper.</summary>
    public void Attach(ContainerKind kind, int wrapper, int handle)
    {
        if (!IsKnown(kind, handle))
        {
            throw new GuestFault(
                TrapReason.DeadHandle, $"a bucket is to be attached, but {kind} handle {handle} is dead");
        }

        var held = Held(kind, handle);
        if (held.Entries.Count == 0)
        {
            return;
        }

        using var roots = new ShadowScope(Heap);
        roots.Root(wrapper);
        var bytes = checked(Math.Max(SlotsMin, 2 * held.Entries.Count) * SlotBytes);
        var bucket = roots.Root(Heap.Alloc(bytes));
        GuestBytes.Bytes(Heap.Memory, (uint)bucket, bytes).Clear();
        for (var i = 0; i < held.Entries.Count; i++)
        {
            var (key, value) = held.Entries[i];
            var slot = (uint)(bucket + (i * SlotBytes));
            if (kind == ContainerKind.Map)
            {
                GuestBytes.SetWord(Heap.Memory, slot + ValueOffset, ValueWord(held.ValueTag, value));
            }

            WriteKey(slot, held.KeyTag, key);
        }

        GuestBytes.SetWord(Heap.Memory, (uint)wrapper + BucketOffset, (uint)bucket);
    }

    /// <summary>What the bucket shows of a value.</summary>
    protected virtual uint ValueWord(SlotShape tag, KeptValue value) =>
        tag is SlotShape.Text or SlotShape.F64 ? 0 : value.Slot.Pointer;

    private void WriteKey(uint slot, SlotShape tag, KeptValue key)
    {
        var shown = tag switch
        {
            SlotShape.Text => Copy(key.Text),
            SlotShape.F64 => default,
            _ => key.Slot,
        };
        GuestBytes.Store(Heap.Memory, slot, SlotShape.Text, shown);
    }

    private Slot Copy(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return default;
        }

        var block = Heap.AllocData(text.Length);
        text.CopyTo(GuestBytes.Bytes(Heap.Memory, (uint)block, text.Length));
        return new((uint)block, text.Length);
    }
}
