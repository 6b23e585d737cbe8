using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers;

/// <summary>
/// The fix under test: the contents lie in WASM memory, reachable from the wrapper, in blocks that the collector
/// need not scan wherever a column holds no pointers.
/// </summary>
/// <remarks>
/// A wrapper is {tag, count, shape, keys, values}: two columns, each a block of its own, entries in insertion order.
/// The shape says which slots the columns hold. A version shares with the one before it every column that did not
/// change, and all strings and elements. Int, Nat and Float64 columns are pointer-free blocks, so that a number that
/// looks like an address is never mistaken for one.
/// </remarks>
public sealed class Container(HeapInstance heap) : IContainerRuntime
{
    private const int WrapperBytes = 20;
    private const uint CountOffset = 4;
    private const uint ShapeOffset = 8;
    private const uint KeysOffset = 12;
    private const uint ValuesOffset = 16;

    public bool UsesHandles => false;

    public int HostEntries => 0;

    public void Reset()
    {
    }

    public int New(ContainerKind kind) => Wrap(kind, default);

    public int Insert(ContainerKind kind, int container, in Entry entry)
    {
        var old = Open(kind, container);
        var place = Find(old, entry.KeyTag, entry.Key);
        if (old.Count > 0 && kind == ContainerKind.Map && old.ValueTag != entry.ValueTag)
        {
            throw new GuestFault($"a map of slot {old.ValueTag} was given slot {entry.ValueTag}");
        }

        using var roots = new ShadowScope(heap);
        var made = roots.Root(Wrap(kind, old with
        {
            Count = place < 0 ? checked(old.Count + 1) : old.Count,
            KeyTag = entry.KeyTag,
            ValueTag = entry.ValueTag,
        }));
        if (place < 0)
        {
            SetField(made, KeysOffset, Grown(old.Keys, old.Count, entry.KeyTag, entry.Key));
        }

        if (kind == ContainerKind.Map)
        {
            var values = place < 0
                ? Grown(old.Values, old.Count, entry.ValueTag, entry.Value)
                : Replaced(old, place, entry.ValueTag, entry.Value);
            SetField(made, ValuesOffset, values);
        }

        return made;
    }

    public int Remove(ContainerKind kind, int container, SlotTag keyTag, Slot key)
    {
        var old = Open(kind, container);
        var place = Find(old, keyTag, key);
        if (place < 0 || old.Count == 1)
        {
            return Wrap(kind, place < 0 ? old : default);
        }

        using var roots = new ShadowScope(heap);
        var made = roots.Root(Wrap(kind, old with { Count = old.Count - 1 }));
        SetField(made, KeysOffset, Without(old.Keys, old.Count, place, old.KeyTag));
        if (kind == ContainerKind.Map)
        {
            SetField(made, ValuesOffset, Without(old.Values, old.Count, place, old.ValueTag));
        }

        return made;
    }

    public bool TryFind(
        ContainerKind kind, int container, SlotTag keyTag, Slot key, SlotTag valueTag, out Cell value)
    {
        var view = Open(kind, container);
        var place = Find(view, keyTag, key);
        value = place >= 0 && kind == ContainerKind.Map ? CellAt(view.Values, place, view.ValueTag) : default;
        return place >= 0;
    }

    public int Count(ContainerKind kind, int container) => Open(kind, container).Count;

    public void List(
        ContainerKind kind, int container, SlotTag keyTag, SlotTag valueTag, List<(Cell Key, Cell Value)> into)
    {
        var view = Open(kind, container);
        for (var i = 0; i < view.Count; i++)
        {
            var value = kind == ContainerKind.Map ? CellAt(view.Values, i, view.ValueTag) : default;
            into.Add((CellAt(view.Keys, i, view.KeyTag), value));
        }
    }

    public int Unwrap(ContainerKind kind, uint wrapper) => unchecked((int)wrapper);

    public void Release(ContainerKind kind, int handle)
    {
    }

    private readonly record struct Version(int Count, SlotTag KeyTag, SlotTag ValueTag, uint Keys, uint Values);

    private Version Open(ContainerKind kind, int container)
    {
        var memory = heap.Memory;
        var wrapper = unchecked((uint)container);
        Wrapper.CheckTag(memory, wrapper, (int)kind);
        var count = GuestBytes.Word(memory, wrapper + CountOffset);
        if (count > memory.Length / 4)
        {
            throw new GuestFault($"the container at 0x{wrapper:X} claims {count} entries");
        }

        var shape = GuestBytes.Word(memory, wrapper + ShapeOffset);
        var version = new Version(
            (int)count,
            (SlotTag)(shape & 7),
            (SlotTag)((shape >> 3) & 7),
            GuestBytes.Word(memory, wrapper + KeysOffset),
            GuestBytes.Word(memory, wrapper + ValuesOffset));
        CheckColumn(memory, version.Keys, count, version.KeyTag);
        if (kind == ContainerKind.Map)
        {
            CheckColumn(memory, version.Values, count, version.ValueTag);
        }

        return version;
    }

    private static void CheckColumn(ReadOnlySpan<byte> memory, uint column, long count, SlotTag tag)
    {
        if (tag > SlotTag.A || column + (count * GuestBytes.Stride(tag)) > memory.Length)
        {
            throw new GuestFault($"no column of {count} entries of slot {tag} lies at 0x{column:X}");
        }
    }

    private int Find(Version version, SlotTag tag, Slot key)
    {
        if (version.Count > 0 && version.KeyTag != tag)
        {
            throw new GuestFault($"a container of slot {version.KeyTag} was asked for slot {tag}");
        }

        var memory = heap.Memory;
        var stride = (uint)GuestBytes.Stride(tag);
        for (var i = 0; i < version.Count; i++)
        {
            var candidate = GuestBytes.Load(memory, version.Keys + ((uint)i * stride), tag);
            if (KeyEquality.Same(memory, tag, candidate, key))
            {
                return i;
            }
        }

        return -1;
    }

    private Cell CellAt(uint column, int place, SlotTag tag) =>
        new(GuestBytes.Load(heap.Memory, column + (uint)(place * GuestBytes.Stride(tag)), tag), null);

    /// <summary>
    /// A new wrapper. Its columns must be rooted by somebody already: the one allocation may collect.
    /// </summary>
    private int Wrap(ContainerKind kind, Version version)
    {
        var wrapper = heap.Alloc(WrapperBytes);
        var memory = heap.Memory;
        GuestBytes.SetWord(memory, (uint)wrapper, Wrapper.TagOf((int)kind));
        GuestBytes.SetWord(memory, (uint)wrapper + CountOffset, (uint)version.Count);
        GuestBytes.SetWord(memory, (uint)wrapper + ShapeOffset, (uint)version.KeyTag | ((uint)version.ValueTag << 3));
        GuestBytes.SetWord(memory, (uint)wrapper + KeysOffset, version.Keys);
        GuestBytes.SetWord(memory, (uint)wrapper + ValuesOffset, version.Values);
        return wrapper;
    }

    private void SetField(int wrapper, uint offset, int column) =>
        GuestBytes.SetWord(heap.Memory, (uint)wrapper + offset, (uint)column);

    private int Grown(uint column, int count, SlotTag tag, Slot added)
    {
        var stride = GuestBytes.Stride(tag);
        var made = Column(tag, checked((count + 1) * stride));
        Copy(column, made, count * stride);
        GuestBytes.Store(heap.Memory, (uint)(made + (count * stride)), tag, added);
        return made;
    }

    private int Replaced(Version old, int place, SlotTag tag, Slot value)
    {
        var stride = GuestBytes.Stride(tag);
        var made = Column(tag, old.Count * stride);
        Copy(old.Values, made, old.Count * stride);
        GuestBytes.Store(heap.Memory, (uint)(made + (place * stride)), tag, value);
        return made;
    }

    private int Without(uint column, int count, int place, SlotTag tag)
    {
        var stride = GuestBytes.Stride(tag);
        var made = Column(tag, (count - 1) * stride);
        Copy(column, made, place * stride);
        Copy(column + (uint)((place + 1) * stride), made + (place * stride), (count - 1 - place) * stride);
        return made;
    }

    private int Column(SlotTag tag, int bytes) =>
        tag is SlotTag.I or SlotTag.F ? heap.AllocData(bytes) : heap.Alloc(bytes);

    private void Copy(uint from, int to, int bytes)
    {
        var memory = heap.Memory;
        GuestBytes.Bytes(memory, from, bytes).CopyTo(GuestBytes.Bytes(memory, (uint)to, bytes));
    }
}
