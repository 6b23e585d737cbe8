using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Reading;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>A runtime called as a program calls it: through imports, with wrappers around what they return.</summary>
internal sealed class RuntimeSession : IDisposable
{
    private readonly WatSession session;
    private readonly GuestReader reader;
    private readonly CanonicalWriter writer = new();
    private readonly WrapperShape shape;

    public RuntimeSession(RuntimeKind runtime, CollectorKind collector, string? fault = null)
    {
        var options = new WatOptions(runtime, collector, HeapLayout.Small)
        {
            Parts = FaultCatalogue.PartsOf(fault),
        };
        session = new(options, (_, _) => null);
        reader = new(session.Heap, session.Host);
        shape = session.Host.Containers.Shape;
    }

    public HeapInstance Heap => session.Heap;

    public int HostEntries => session.Host.Containers.HostEntries;

    public void Start(CollectionSchedule schedule) =>
        session.Start(new StressCase([], schedule, HeapState.Empty), null);

    public uint New(VeraType type) => Wrapped(type, Invoke(shape.NamesTypes
        ? HostImport.NewOf(type)
        : HostImport.Of(For(type, HostFunction.SetNew, HostFunction.MapNew))));

    public uint Insert(VeraType type, uint into, Slot key, Slot value)
    {
        var import = HostImport.Of(
            For(type, HostFunction.SetAdd, HostFunction.MapInsert), KeyTag(type), ValueTag(type));
        return Wrapped(type, Invoke(import, Unwrapped(into), key, value));
    }

    public uint Remove(VeraType type, uint from, Slot key)
    {
        var import = HostImport.Of(For(type, HostFunction.SetRemove, HostFunction.MapRemove), KeyTag(type));
        return Wrapped(type, Invoke(import, Unwrapped(from), key));
    }

    public bool Contains(VeraType type, uint container, Slot key)
    {
        var import = HostImport.Of(For(type, HostFunction.SetContains, HostFunction.MapContains), KeyTag(type));
        return Invoke(import, Unwrapped(container), key).Bits == 1;
    }

    public long Size(VeraType type, uint container) =>
        Invoke(HostImport.Of(For(type, HostFunction.SetSize, HostFunction.MapSize)), Unwrapped(container)).Bits;

    /// <summary>map_get, as text.</summary>
    public string Get(VeraType type, uint map, Slot key)
    {
        var option = Invoke(HostImport.Of(HostFunction.MapGet, KeyTag(type), ValueTag(type)), Unwrapped(map), key);
        return Text(VeraType.Option(type.Second), option);
    }

    public string Text(VeraType type, Slot slot)
    {
        writer.Clear();
        reader.Refresh();
        reader.Write(type, slot, writer);
        return writer.ToString();
    }

    /// <summary>A new block of words, cleared behind them and not rooted.</summary>
    public uint Block(int bytes, params ReadOnlySpan<uint> words)
    {
        var block = (uint)Heap.Alloc(bytes);
        GuestBytes.Bytes(Heap.Memory, block, bytes).Clear();
        for (var i = 0; i < words.Length; i++)
        {
            GuestBytes.SetWord(Heap.Memory, block + (uint)(4 * i), words[i]);
        }

        return block;
    }

    public Slot NewText(string ascii)
    {
        if (ascii.Length == 0)
        {
            return default;
        }

        var block = (uint)Heap.AllocData(ascii.Length);
        System.Text.Encoding.ASCII.GetBytes(ascii, GuestBytes.Bytes(Heap.Memory, block, ascii.Length));
        return new(block, ascii.Length);
    }

    public uint Word(uint address) => GuestBytes.Word(Heap.Memory, address);

    public void Dispose() => session.Dispose();

    private static T For<T>(VeraType type, T set, T map) => type.Kind == TypeKind.Map ? map : set;

    private static SlotShape KeyTag(VeraType type) => type.First.Passed;

    private static SlotShape ValueTag(VeraType type) =>
        type.Kind == TypeKind.Map ? type.Second.Passed : SlotShape.I64;

    private Slot Invoke(HostImport import, Slot first = default, Slot key = default, Slot value = default) =>
        session.Host.Invoke(import, first, key, value);

    private Slot Unwrapped(uint wrapper) => new(shape.UsesHandles ? Word(wrapper + 4) & 0x7FFFFFFF : wrapper);

    /// <summary>What a call site does with a returned container; the wrapper stays rooted.</summary>
    private uint Wrapped(VeraType type, Slot container)
    {
        var kind = (int)For(type, ContainerKind.Set, ContainerKind.Map);
        var wrapper = shape.UsesHandles
            ? Wrapper.Write(Heap, shape, kind, (int)container.Pointer)
            : (int)container.Pointer;
        Heap.Push(wrapper);
        if (shape is { UsesHandles: true, HasBucketWord: true })
        {
            Invoke(HostImport.Of(HostFunction.AttachBucket), new(wrapper), new(kind), container);
        }

        return (uint)wrapper;
    }
}
