using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Containers.Trie;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>A container that does everything as another does it; what is overridden breaks it.</summary>
internal abstract class ContainerDecorator(IContainerRuntime inner) : IContainerRuntime
{
    public WrapperShape Shape => inner.Shape;

    public bool LiesInGuest => inner.LiesInGuest;

    public int HostEntries => inner.HostEntries;

    public void Reset() => inner.Reset();

    public int New(ContainerKind kind) => inner.New(kind);

    public int New(VeraType type) => inner.New(type);

    public virtual int Insert(ContainerKind kind, int container, in Entry entry) =>
        inner.Insert(kind, container, entry);

    public virtual int Remove(ContainerKind kind, int container, SlotShape keyTag, Slot key) =>
        inner.Remove(kind, container, keyTag, key);

    public bool TryFind(
        ContainerKind kind, int container, SlotShape keyTag, Slot key, SlotShape valueTag, out KeptValue value) =>
        inner.TryFind(kind, container, keyTag, key, valueTag, out value);

    public int Count(ContainerKind kind, int container) => inner.Count(kind, container);

    public void List(
        ContainerKind kind, int container, SlotShape keyTag, SlotShape valueTag,
        List<(KeptValue Key, KeptValue Value)> into) =>
        inner.List(kind, container, keyTag, valueTag, into);

    public void Visit(ContainerKind kind, uint wrapper, Action<uint> block) => inner.Visit(kind, wrapper, block);

    public int Unwrap(ContainerKind kind, uint wrapper) => inner.Unwrap(kind, wrapper);

    public void Release(ContainerKind kind, int handle) => inner.Release(kind, handle);
}

/// <summary>Takes every value for one i32.</summary>
internal sealed class ValueCutter(IContainerRuntime inner) : ContainerDecorator(inner)
{
    public override int Insert(ContainerKind kind, int container, in Entry entry) => base.Insert(
        kind, container, entry.ValueTag == SlotShape.I64 ? entry with { Value = new(entry.Value.Pointer) } : entry);
}

/// <summary>Counts a key of a map once more when it is inserted again.</summary>
internal sealed class DuplicateCounter(HeapInstance heap, IContainerRuntime inner) : ContainerDecorator(inner)
{
    public override int Insert(ContainerKind kind, int container, in Entry entry)
    {
        var again = kind == ContainerKind.Map
            && TryFind(kind, container, entry.KeyTag, entry.Key, entry.ValueTag, out _);
        var made = base.Insert(kind, container, entry);
        if (again)
        {
            var count = (uint)made + Container.CountOffset;
            GuestBytes.SetWord(heap.Memory, count, GuestBytes.Word(heap.Memory, count) + 1);
        }

        return made;
    }
}

/// <summary>Removal lowers the count, and leaves the contents as they were.</summary>
internal sealed class EntryKeeper(HeapInstance heap, IContainerRuntime inner) : ContainerDecorator(inner)
{
    public override int Remove(ContainerKind kind, int container, SlotShape keyTag, Slot key)
    {
        var made = base.Remove(kind, container, keyTag, key);
        var root = GuestBytes.Word(heap.Memory, (uint)container + Container.RootOffset);
        GuestBytes.SetWord(heap.Memory, (uint)made + Container.RootOffset, root);
        return made;
    }
}

/// <summary>A bucket that nothing roots while its strings are made.</summary>
internal sealed class UnrootedBucket(HeapInstance heap) : Bucket(heap)
{
    protected override int Keep(int bucket) => bucket;
}

/// <summary>A bucket with no slot more than it needs, twice over.</summary>
internal sealed class ExactBucket(HeapInstance heap) : Bucket(heap)
{
    protected override int CapacityFor(int count) => checked(2 * count);
}

/// <summary>Shows the marker the keys of a map and not its values.</summary>
internal sealed class KeyTracer(HeapInstance heap) : Traced(heap)
{
    protected override bool ShowsValues(ContainerKind kind) => false;
}

/// <summary>A mirror that has the keys of a map and not its values.</summary>
internal sealed class KeyMirror(HeapInstance heap) : Mirror(heap)
{
    protected override uint ValueWord(SlotShape tag, KeptValue value) => 0;
}
