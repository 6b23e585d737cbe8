using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers.Copies;

/// <summary>
/// Proposed fix 3 of #695: what 0.0.158 does with strings is done with every value. Insertion makes a deep copy, as
/// bytes on the host's side behind the container's handle; reading builds a new value from them.
/// </summary>
/// <remarks>
/// The collector has nothing to see in a container, and a container keeps nothing alive. The price is identity: every
/// get and every listing gives new objects, and an inserted object is never given back. So keys and elements of heap
/// types compare by content: two are the same if their copies are equal byte for byte
/// (<see cref="ContainerEquality.Content"/>). A container that is inserted into another is copied with all that is in
/// it, a closure with its captures, a decimal as its value.
/// </remarks>
internal sealed class Serialised : IContainerRuntime
{
    private readonly HeapInstance heap;
    private readonly HandleTable<Contents> store = new();
    private readonly CopyWriter writer;
    private readonly CopyReader reader;

    public Serialised(HeapInstance heap, DecimalStore decimals)
    {
        this.heap = heap;
        writer = new(heap, decimals, this);
        reader = new(heap, decimals, this);
    }

    public WrapperShape Shape => new(UsesHandles: true, NamesTypes: true);

    public int HostEntries => store.Count;

    /// <summary>How the program's closures lie in memory.</summary>
    public ClosureLayouts Closures { get; private set; } = new();

    public void Reset(ClosureLayouts closures)
    {
        Closures = closures;
        store.Reset();
        writer.Reset();
    }

    public int New(ContainerKind kind) => throw new InvalidOperationException("values are copied by their types");

    public int New(VeraType type) => Keep(type, []);

    public int Insert(ContainerKind kind, int container, in Entry entry)
    {
        var (type, entries) = Open(kind, container);
        var place = Find(type.First, entries, entry.Key);
        var value = kind == ContainerKind.Map ? Copy(type.Second, entry.Value) : default;
        var copy = new List<(KeptValue Key, KeptValue Value)>(entries);
        if (place < 0)
        {
            copy.Add((Copy(type.First, entry.Key), value));
        }
        else
        {
            copy[place] = (copy[place].Key, value);
        }

        return Keep(type, copy);
    }

    public int Remove(ContainerKind kind, int container, SlotShape keyTag, Slot key)
    {
        var (type, entries) = Open(kind, container);
        var place = Find(type.First, entries, key);
        var copy = new List<(KeptValue Key, KeptValue Value)>(entries);
        if (place >= 0)
        {
            copy.RemoveAt(place);
        }

        return Keep(type, copy);
    }

    public bool TryFind(
        ContainerKind kind, int container, SlotShape keyTag, Slot key, SlotShape valueTag, out KeptValue value)
    {
        var (type, entries) = Open(kind, container);
        var place = Find(type.First, entries, key);
        value = place < 0 ? default : entries[place].Value;
        return place >= 0;
    }

    public int Count(ContainerKind kind, int container) => Open(kind, container).Entries.Count;

    public void List(
        ContainerKind kind, int container, SlotShape keyTag, SlotShape valueTag,
        List<(KeptValue Key, KeptValue Value)> into) =>
        into.AddRange(Open(kind, container).Entries);

    public int Unwrap(ContainerKind kind, uint wrapper) => Wrapper.HandleOf(heap.Memory, wrapper, (int)kind);

    public void Release(ContainerKind kind, int handle) => store.Release(kind, handle);

    /// <summary>A new value from its copy; nothing roots it yet.</summary>
    internal Slot Rebuild(in KeptValue cell) => reader.Build(cell.Copied!, cell.Text!);

    /// <summary>The entries of the container behind a wrapper: they are copies already.</summary>
    internal List<(KeptValue Key, KeptValue Value)> EntriesBehind(ContainerKind kind, uint wrapper) =>
        Open(kind, Unwrap(kind, wrapper)).Entries;

    /// <summary>A container with these entries, which are copies and will not change.</summary>
    internal int Keep(VeraType type, List<(KeptValue Key, KeptValue Value)> entries) =>
        store.Keep(KindOf(type), new(type, entries));

    private static ContainerKind KindOf(VeraType type) =>
        type.Kind == TypeKind.Map ? ContainerKind.Map : ContainerKind.Set;

    private Contents Open(ContainerKind kind, int handle) => store.TryGet(kind, handle, out var found)
        ? found
        : throw new GuestFault(TrapReason.DeadHandle, $"{kind} handle {handle} is dead");

    private int Find(VeraType type, List<(KeptValue Key, KeptValue Value)> entries, Slot key)
    {
        var isScalar = !type.IsHeap;
        var bytes = isScalar ? default : type.Kind == TypeKind.String
            ? GuestBytes.Bytes((ReadOnlySpan<byte>)heap.Memory, key.Pointer, key.Length)
            : writer.Write(type, key);
        var tag = type.Passed;
        for (var i = 0; i < entries.Count; i++)
        {
            var candidate = entries[i].Key;
            if (isScalar ? KeyEquality.Same(default, tag, candidate.Slot, key) : bytes.SequenceEqual(candidate.Text))
            {
                return i;
            }
        }

        return -1;
    }

    private KeptValue Copy(VeraType type, Slot slot)
    {
        if (!type.IsHeap)
        {
            return new(slot, null);
        }

        return type.Kind == TypeKind.String
            ? new(default, writer.Keep(GuestBytes.Bytes((ReadOnlySpan<byte>)heap.Memory, slot.Pointer, slot.Length)))
            : new(default, writer.Keep(writer.Write(type, slot)), type);
    }

    private readonly record struct Contents(VeraType Type, List<(KeptValue Key, KeptValue Value)> Entries);
}
