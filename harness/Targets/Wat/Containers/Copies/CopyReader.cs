using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers.Copies;

/// <summary>Builds new guest values from the bytes of a <see cref="CopyWriter"/>.</summary>
/// <remarks>
/// A block is made and rooted before its parts, as constructors do, and each part is popped once it is stored: the
/// shadow stack grows with a value's depth and not with its size.
/// </remarks>
internal sealed class CopyReader(HeapInstance heap, DecimalStore decimals, Serialised containers)
{
    /// <summary>A new value; the caller roots it.</summary>
    public Slot Build(VeraType type, ReadOnlySpan<byte> copy)
    {
        var bytes = new CopyBytes(copy);
        return Value(type, ref bytes);
    }

    private Slot Value(VeraType type, ref CopyBytes bytes)
    {
        switch (type.Kind)
        {
            case TypeKind.Int or TypeKind.Nat or TypeKind.Float64:
                return new(bytes.Long());
            case TypeKind.Bool or TypeKind.Byte:
                return new(bytes.Word());
            case TypeKind.String:
                return Text(bytes.Counted());
            case TypeKind.Decimal:
                return Wrapped(Wrapper.DecimalKind, decimals.Add(bytes.Decimal()));
            case TypeKind.Array:
                return Array(type.First, ref bytes);
            case TypeKind.Set or TypeKind.Map:
                return Container(type, ref bytes);
            case TypeKind.Closure:
                var index = bytes.Word();
                return Block(containers.Closures.Of(type, index), index, ref bytes);
            default:
                var tag = bytes.Word();
                return Block(BlockLayout.Of(type, (int)tag), tag, ref bytes);
        }
    }

    private Slot Text(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return default;
        }

        var block = heap.AllocData(utf8.Length);
        utf8.CopyTo(GuestBytes.Bytes(heap.Memory, (uint)block, utf8.Length));
        return new((uint)block, utf8.Length);
    }

    private Slot Wrapped(int kind, int handle) => new((uint)Wrapper.Write(heap, containers.Shape, kind, handle));

    private Slot Block(BlockLayout layout, uint first, ref CopyBytes bytes)
    {
        using var roots = new ShadowScope(heap);
        var block = (uint)roots.Root(layout.IsPointerFree ? heap.AllocData(layout.Bytes) : heap.Alloc(layout.Bytes));
        GuestBytes.Bytes(heap.Memory, block, layout.Bytes).Clear();
        GuestBytes.SetWord(heap.Memory, block, first);
        for (var i = 0; i < layout.Fields.Length; i++)
        {
            var field = Value(layout.Fields[i], ref bytes);
            GuestBytes.Store(
                heap.Memory, block + (uint)layout.Offsets[i], layout.Fields[i].Passed, field);
        }

        return new(block);
    }

    private Slot Array(VeraType item, ref CopyBytes bytes)
    {
        var count = bytes.Count();
        if (count == 0)
        {
            return default;
        }

        using var roots = new ShadowScope(heap);
        var stride = item.Shape.ElementBytes();
        var size = checked(count * stride);
        var block = (uint)roots.Root(item.IsHeap ? heap.Alloc(size) : heap.AllocData(size));
        GuestBytes.Bytes(heap.Memory, block, size).Clear();
        for (var i = 0; i < count; i++)
        {
            var value = Value(item, ref bytes);
            var at = block + (uint)(i * stride);
            if (stride == 1)
            {
                GuestBytes.Bytes(heap.Memory, at, 1)[0] = unchecked((byte)value.Pointer);
            }
            else
            {
                GuestBytes.Store(heap.Memory, at, item.Passed, value);
            }
        }

        return new(block, count);
    }

    /// <summary>Its entries stay copies: they are built when they are read.</summary>
    private Slot Container(VeraType type, ref CopyBytes bytes)
    {
        var isMap = type.Kind == TypeKind.Map;
        var count = bytes.Count();
        var entries = new List<(KeptValue Key, KeptValue Value)>(count);
        for (var i = 0; i < count; i++)
        {
            var key = Part(type.First, ref bytes);
            entries.Add((key, isMap ? Part(type.Second, ref bytes) : default));
        }

        return Wrapped((int)(isMap ? ContainerKind.Map : ContainerKind.Set), containers.Keep(type, entries));
    }

    private KeptValue Part(VeraType type, ref CopyBytes bytes) => type.IsHeap
        ? new(default, bytes.Counted().ToArray(), type.Kind == TypeKind.String ? null : type)
        : new(Value(type, ref bytes), null);
}
