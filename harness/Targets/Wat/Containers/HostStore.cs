using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers;

/// <summary>
/// Vera up to 0.0.158: the contents lie in host dictionaries by handle, and the collector cannot see them. This is
/// the bug of #695 and #705, kept alive as a canary.
/// </summary>
/// <remarks>
/// Strings and scalars are host values and safe; a heap pointer is kept as a plain number and dangles once the block
/// behind it is freed. An unknown handle reads as an empty container.
/// </remarks>
internal class HostStore(HeapInstance heap) : IContainerRuntime
{
    private readonly HandleTable<Holding> store = new();

    public virtual WrapperShape Shape => new(UsesHandles: true);

    public int HostEntries => store.Count;

    protected HeapInstance Heap => heap;

    public void Reset(ClosureLayouts closures) => store.Reset();

    public int New(ContainerKind kind) => store.Keep(kind, Holding.Empty);

    public int Insert(ContainerKind kind, int container, in Entry entry)
    {
        var copy = new List<(KeptValue Key, KeptValue Value)>(Held(kind, container).Entries);
        var place = Find(copy, entry.KeyTag, entry.Key);
        var value = kind == ContainerKind.Map ? Take(entry.ValueTag, entry.Value) : default;
        if (place < 0)
        {
            copy.Add((Take(entry.KeyTag, entry.Key), value));
        }
        else
        {
            copy[place] = (copy[place].Key, value);
        }

        return store.Keep(kind, new(entry.KeyTag, entry.ValueTag, copy));
    }

    public int Remove(ContainerKind kind, int container, SlotShape keyTag, Slot key)
    {
        var held = Held(kind, container);
        var copy = new List<(KeptValue Key, KeptValue Value)>(held.Entries);
        var place = Find(copy, keyTag, key);
        if (place >= 0)
        {
            copy.RemoveAt(place);
        }

        return store.Keep(kind, held with { Entries = copy });
    }

    public bool TryFind(
        ContainerKind kind, int container, SlotShape keyTag, Slot key, SlotShape valueTag, out KeptValue value)
    {
        var contents = Held(kind, container).Entries;
        var place = Find(contents, keyTag, key);
        value = place < 0 ? default : contents[place].Value;
        return place >= 0;
    }

    public int Count(ContainerKind kind, int container) => Held(kind, container).Entries.Count;

    public void List(
        ContainerKind kind, int container, SlotShape keyTag, SlotShape valueTag,
        List<(KeptValue Key, KeptValue Value)> into) =>
        into.AddRange(Held(kind, container).Entries);

    public int Unwrap(ContainerKind kind, uint wrapper) => Wrapper.HandleOf(heap.Memory, wrapper, (int)kind);

    public void Release(ContainerKind kind, int handle) => store.Release(kind, handle);

    /// <summary>Whether the handle has not been given back yet.</summary>
    private protected bool IsKnown(ContainerKind kind, int handle) => store.TryGet(kind, handle, out _);

    /// <summary>What is kept under a handle.</summary>
    private protected Holding Held(ContainerKind kind, int handle) =>
        store.TryGet(kind, handle, out var found) ? found : Holding.Empty;

    /// <summary>The host's own copy of a string; every other slot as it is.</summary>
    private KeptValue Take(SlotShape tag, Slot slot) => tag == SlotShape.Text
        ? new(default, GuestBytes.Bytes(heap.Memory, slot.Pointer, slot.Length).ToArray())
        : new(slot, null);

    private int Find(List<(KeptValue Key, KeptValue Value)> contents, SlotShape tag, Slot key)
    {
        var memory = heap.Memory;
        for (var i = 0; i < contents.Count; i++)
        {
            var candidate = contents[i].Key;
            var same = tag == SlotShape.Text
                ? GuestBytes.Bytes(memory, key.Pointer, key.Length).SequenceEqual(candidate.Text)
                : KeyEquality.Same(memory, tag, candidate.Slot, key);
            if (same)
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>The contents of one container, and the slots that they take; a new one's are not known yet.</summary>
internal readonly record struct Holding(
    SlotShape KeyTag, SlotShape ValueTag, List<(KeptValue Key, KeptValue Value)> Entries)
{
    /// <summary>Shared by all that are empty: contents are never changed, only replaced.</summary>
    public static readonly Holding Empty = new(default, default, []);
}
