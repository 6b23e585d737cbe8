using System.Buffers.Binary;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers.Copies;

/// <summary>Guest values as bytes, type by type: a deep copy without an address in it.</summary>
/// <remarks>
/// Scalars as they are, but all NaN as one; a string as its length and bytes; a decimal as its 128 bits; an array or a
/// container as its count and parts; an ADT value as its tag and fields; a closure as its table index, what it gives
/// for 0, and what it captured.
/// Sizes are bounded, because shared parts are written as often as they are met.
/// </remarks>
internal sealed class CopyWriter(HeapInstance heap, DecimalStore decimals, Serialised containers)
{
    /// <summary>Values inside each other; the model goes less deep.</summary>
    private const int DepthMax = 400;

    /// <summary>Bytes of one value.</summary>
    private const int ValueBytesMax = 32 << 20;

    /// <summary>Bytes of all copies that one run keeps.</summary>
    private const int KeptBytesMax = 256 << 20;

    private static readonly long OneNaN = BitConverter.DoubleToInt64Bits(double.NaN);

    private byte[] buffer = new byte[256];
    private int length;
    private int keptBytes;

    public void Reset() => keptBytes = 0;

    /// <summary>The copy of one value; valid until the next.</summary>
    /// <exception cref="GuestFault">The guest's memory holds no such value.</exception>
    /// <exception cref="HeapTrap">The value is too large.</exception>
    public ReadOnlySpan<byte> Write(VeraType type, Slot slot)
    {
        length = 0;
        Value(type, slot, 0);
        return buffer.AsSpan(0, length);
    }

    /// <summary>Bytes of their own, as far as there is room for them.</summary>
    public byte[] Keep(ReadOnlySpan<byte> bytes)
    {
        keptBytes = bytes.Length <= KeptBytesMax - keptBytes
            ? keptBytes + bytes.Length
            : throw new HeapTrap(TrapKind.Memory);
        return bytes.ToArray();
    }

    private void Value(VeraType type, Slot slot, int depth)
    {
        if (depth > DepthMax)
        {
            throw new GuestFault(TrapReason.BadBlock, $"a value of type {type} is more than {DepthMax} deep");
        }

        switch (type.Kind)
        {
            case TypeKind.Int or TypeKind.Nat:
                Long(slot.Bits);
                break;
            case TypeKind.Float64:
                Long(double.IsNaN(BitConverter.Int64BitsToDouble(slot.Bits)) ? OneNaN : slot.Bits);
                break;
            case TypeKind.Bool or TypeKind.Byte:
                Word(slot.Pointer);
                break;
            case TypeKind.String:
                Counted(GuestBytes.Bytes((ReadOnlySpan<byte>)heap.Memory, slot.Pointer, slot.Length));
                break;
            case TypeKind.Decimal:
                var handle = Wrapper.HandleOf(heap.Memory, slot.Pointer, Wrapper.DecimalKind);
                DecimalBits.Write(decimals.Read(handle), Room(DecimalBits.Size));
                break;
            case TypeKind.Array:
                Array(type.First, slot, depth);
                break;
            case TypeKind.Set or TypeKind.Map:
                Container(type, slot.Pointer, depth);
                break;
            case TypeKind.Closure:
                var index = GuestBytes.Word(heap.Memory, slot.Pointer);
                Fields(containers.Closures.Of(type, index, slot.Pointer), slot.Pointer, depth);
                break;
            default:
                Fields(LayoutAt(type, slot.Pointer), slot.Pointer, depth);
                break;
        }
    }

    private BlockLayout LayoutAt(VeraType type, uint block)
    {
        var tag = GuestBytes.Word(heap.Memory, block);
        return tag < type.Constructors.Length
            ? BlockLayout.Of(type, (int)tag)
            : throw new GuestFault(
                TrapReason.BadBlock, $"the {type} at 0x{block:X} has the unknown tag 0x{tag:X}", block);
    }

    /// <summary>Word 0, a tag or a table index, and what follows it.</summary>
    private void Fields(BlockLayout layout, uint block, int depth)
    {
        Word(GuestBytes.Word(heap.Memory, block));
        for (var i = 0; i < layout.Fields.Length; i++)
        {
            var at = block + (uint)layout.Offsets[i];
            Value(layout.Fields[i], GuestBytes.Load(heap.Memory, at, layout.Fields[i].Passed), depth + 1);
        }
    }

    private void Array(VeraType item, Slot slot, int depth)
    {
        var stride = item.Shape.ElementBytes();
        if (slot.Length < 0 || slot.Length > heap.Memory.Length / stride)
        {
            throw new GuestFault(
                TrapReason.BadBlock, $"the array at 0x{slot.Pointer:X} claims {slot.Length} items", slot.Pointer);
        }

        GuestBytes.Bytes(heap.Memory, slot.Pointer, slot.Length * stride);
        Word((uint)slot.Length);
        for (var i = 0; i < slot.Length; i++)
        {
            ReadOnlySpan<byte> memory = heap.Memory;
            var at = slot.Pointer + (uint)(i * stride);
            var value = stride == 1
                ? new Slot(GuestBytes.Bytes(memory, at, 1)[0])
                : GuestBytes.Load(memory, at, item.Passed);
            Value(item, value, depth + 1);
        }
    }

    private void Container(VeraType type, uint wrapper, int depth)
    {
        var isMap = type.Kind == TypeKind.Map;
        var entries = containers.EntriesBehind(isMap ? ContainerKind.Map : ContainerKind.Set, wrapper);
        Word((uint)entries.Count);
        foreach (var (key, value) in entries)
        {
            Part(type.First, key, depth);
            if (isMap)
            {
                Part(type.Second, value, depth);
            }
        }
    }

    private void Part(VeraType type, KeptValue cell, int depth)
    {
        if (cell.Text is { } bytes)
        {
            Counted(bytes);
            return;
        }

        Value(type, cell.Slot, depth + 1);
    }

    private void Counted(ReadOnlySpan<byte> bytes)
    {
        Word((uint)bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
    }

    private void Word(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(4), value);

    private void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);

    private Span<byte> Room(int bytes)
    {
        if (bytes > ValueBytesMax - length)
        {
            throw new HeapTrap(TrapKind.Memory);
        }

        var at = length;
        length += bytes;
        if (buffer.Length < length)
        {
            System.Array.Resize(ref buffer, length * 2);
        }

        return buffer.AsSpan(at, bytes);
    }
}
