using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Containers.Trie;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Reads strings whose addresses have the bit that lengths carry.</summary>
internal sealed class DisguisedEntries(HeapInstance heap) : TrieEntries(heap)
{
    private const uint Tag = 0x80000000;

    protected override Slot Load(EntryShape shape, SlotShape tag, uint address)
    {
        var slot = base.Load(shape, tag, address);
        return tag.IsPair() ? new(slot.Pointer & ~Tag, slot.Length) : slot;
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

/// <summary>Keeps what it has read of containers by address, whatever lies there later.</summary>
internal sealed class KeepingBucket(HeapInstance heap) : Bucket(heap)
{
    private readonly Dictionary<int, (KeptValue Key, KeptValue Value)[]> known = [];

    public override void Reset(ClosureLayouts closures) => known.Clear();

    public override int Count(ContainerKind kind, int container) =>
        known.TryGetValue(container, out var entries) ? entries.Length : base.Count(kind, container);

    public override void List(
        ContainerKind kind, int container, SlotShape keyTag, SlotShape valueTag,
        List<(KeptValue Key, KeptValue Value)> into)
    {
        if (!known.TryGetValue(container, out var entries))
        {
            base.List(kind, container, keyTag, valueTag, into);
            known.Add(container, [.. into]);
            return;
        }

        into.AddRange(entries);
    }
}

/// <summary>Shows the marker no entry from the first on whose key is 0.</summary>
internal sealed class SentinelTracer(HeapInstance heap) : Traced(heap)
{
    protected override bool IsEnd(KeptValue key) => key is { Text: null, Slot.Bits: 0 };
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
