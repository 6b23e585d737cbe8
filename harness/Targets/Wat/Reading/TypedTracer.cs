using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Reading;

/// <summary>Names the blocks that a value consists of, by its type; what cannot be read is a leaf.</summary>
/// <remarks>Everything read is hostile: depth and the number of blocks are bounded.</remarks>
internal sealed class TypedTracer(HeapInstance heap, HostFunctions host)
{
    private const int DepthMax = 60;
    private const int BlocksMax = 20_000;

    private int blocksLeft;

    public void Trace(VeraType type, Slot slot, ITypedTrace trace)
    {
        blocksLeft = BlocksMax;
        Value(type, slot, 0, trace, 0, isEntry: false);
    }

    /// <summary>The blocks that the entries behind a wrapper lie in, and what they may point to.</summary>
    public void Contents(uint wrapper, List<uint> into)
    {
        foreach (var kind in new[] { ContainerKind.Map, ContainerKind.Set })
        {
            var entries = Entries(kind, wrapper, SlotShape.I32, SlotShape.I32, null);
            foreach (var (key, value) in entries)
            {
                Add(key);
                Add(value);
            }

            if (entries.Count > 0)
            {
                Visit(kind, wrapper, into.Add);
            }
        }

        void Add(KeptValue cell)
        {
            if (cell.Text is null && cell.Slot.Bits is >= 0 and <= uint.MaxValue)
            {
                into.Add(cell.Slot.Pointer);
            }
        }
    }

    private void Value(VeraType type, Slot slot, uint from, ITypedTrace trace, int depth, bool isEntry)
    {
        if (!type.IsHeap || depth > DepthMax || --blocksLeft < 0 || (type.Shape.IsPair() && slot.Length == 0))
        {
            return;
        }

        trace.Edge(from, slot.Pointer, NameOf(type, slot), isEntry);
        try
        {
            Parts(type, slot, trace, depth + 1);
        }
        catch (GuestFault fault)
        {
            trace.Unreadable(fault.Trap.Reason);
        }
    }

    private static string NameOf(VeraType type, Slot slot) => type.Kind switch
    {
        TypeKind.String => $"String of {slot.Length} byte{(slot.Length == 1 ? "" : "s")}",
        TypeKind.Array => $"{type} of {slot.Length}",
        TypeKind.Set or TypeKind.Map => $"{type} wrapper",
        _ => type.ToString(),
    };

    private void Parts(VeraType type, Slot slot, ITypedTrace trace, int depth)
    {
        switch (type.Kind)
        {
            case TypeKind.String:
                break;
            case TypeKind.Decimal:
                host.Decimals.Read(Wrapper.HandleOf(heap.Memory, slot.Pointer, Wrapper.DecimalKind));
                break;
            case TypeKind.Array:
                Items(type.First, slot, trace, depth);
                break;
            case TypeKind.Set or TypeKind.Map:
                Container(type, slot.Pointer, trace, depth);
                break;
            case TypeKind.Closure:
                var index = GuestBytes.Word(heap.Memory, slot.Pointer);
                Fields(host.Closures.Of(type, index, slot.Pointer), slot.Pointer, trace, depth);
                break;
            default:
                var tag = GuestBytes.Word(heap.Memory, slot.Pointer);
                if (tag < type.Constructors.Length)
                {
                    Fields(BlockLayout.Of(type, (int)tag), slot.Pointer, trace, depth);
                }

                break;
        }
    }

    private void Items(VeraType item, Slot array, ITypedTrace trace, int depth)
    {
        if (!item.IsHeap)
        {
            return;
        }

        var stride = item.Shape.ElementBytes();
        for (var i = 0; i < array.Length && blocksLeft >= 0; i++)
        {
            var at = checked(array.Pointer + (uint)(i * stride));
            Value(
                item, GuestBytes.Load(heap.Memory, at, item.Passed), array.Pointer, trace, depth,
                isEntry: false);
        }
    }

    private void Fields(BlockLayout layout, uint block, ITypedTrace trace, int depth)
    {
        for (var i = 0; i < layout.Fields.Length; i++)
        {
            var field = layout.Fields[i];
            if (field.IsHeap)
            {
                var at = checked(block + (uint)layout.Offsets[i]);
                Value(
                    field, GuestBytes.Load(heap.Memory, at, field.Passed), block, trace, depth,
                    isEntry: false);
            }
        }
    }

    private void Container(VeraType type, uint wrapper, ITypedTrace trace, int depth)
    {
        var isMap = type.Kind == TypeKind.Map;
        var kind = isMap ? ContainerKind.Map : ContainerKind.Set;
        var valueTag = isMap ? type.Second.Passed : SlotShape.I64;
        var entries = Entries(kind, wrapper, type.First.Passed, valueTag, trace);
        Visit(kind, wrapper, block => trace.Edge(wrapper, block, $"part of {type}", isEntry: false));
        foreach (var (key, value) in entries)
        {
            Kept(type.First, key, wrapper, trace, depth);
            if (isMap)
            {
                Kept(type.Second, value, wrapper, trace, depth);
            }
        }
    }

    private void Kept(VeraType type, KeptValue cell, uint wrapper, ITypedTrace trace, int depth)
    {
        if (cell.Text is null)
        {
            Value(type, cell.Slot, wrapper, trace, depth, isEntry: true);
        }
    }

    private void Visit(ContainerKind kind, uint wrapper, Action<uint> block)
    {
        try
        {
            host.Containers.Visit(kind, wrapper, block);
        }
        catch (GuestFault)
        {
            // Its entries may be read all the same.
        }
    }

    private List<(KeptValue Key, KeptValue Value)> Entries(
        ContainerKind kind, uint wrapper, SlotShape key, SlotShape value, ITypedTrace? trace)
    {
        var entries = new List<(KeptValue Key, KeptValue Value)>();
        try
        {
            if (GuestBytes.Word(heap.Memory, wrapper) == Wrapper.TagOf((int)kind))
            {
                host.Containers.List(kind, host.Containers.Unwrap(kind, wrapper), key, value, entries);
            }
        }
        catch (GuestFault fault)
        {
            trace?.Unreadable(fault.Trap.Reason);
            entries.Clear();
        }

        return entries;
    }
}
