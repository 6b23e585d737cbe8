using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Containers.Copies;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Reading;

/// <summary>
/// Reads values out of guest memory by their types and writes their canonical text. This is the type-precise trace
/// of the reachability oracle: each block on the way must be one that the heap has allocated and not freed.
/// </summary>
/// <remarks>
/// Everything read is hostile: whatever is wrong becomes a text in angle brackets that no model ever writes. Depth
/// and the number of values are bounded, so cycles and garbage end.
/// </remarks>
internal sealed class GuestReader
{
    private const int DepthMax = 400;
    private const int ValuesMax = 200_000;

    /// <summary>The bytes of text that count as one more value: strings may be shared, their texts are not.</summary>
    private const int TextBytesPerValue = 256;

    private readonly ReachedBlocks blocks;
    private readonly Stack<List<(KeptValue Key, KeptValue Value)>> spare = new();
    private readonly HeapInstance heap;
    private readonly HostFunctions host;
    private int valuesLeft;

    public GuestReader(HeapInstance heap, HostFunctions host)
    {
        (this.heap, this.host) = (heap, host);
        blocks = new(heap);
    }

    /// <summary>
    /// The bytes of all blocks that were read since the last <see cref="Refresh"/>, those inside containers included.
    /// </summary>
    public long ReachedBytes => blocks.Bytes;

    /// <summary>Takes note of which blocks are free now; to be called once the heap has changed.</summary>
    public void Refresh() => blocks.Refresh();

    /// <summary>Another run begins.</summary>
    public void Forget() => blocks.Noted.Forget();

    /// <summary>Writes the text of one value.</summary>
    public void Write(VeraType type, Slot slot, CanonicalWriter writer)
    {
        valuesLeft = ValuesMax;
        Value(type, slot, writer, 0);
    }

    /// <summary>Writes the text of a local, and remembers what it was read from.</summary>
    public void WriteLocal(int local, VeraType type, Slot slot, CanonicalWriter writer)
    {
        blocks.Noted.Begin(local);
        Write(type, slot, writer);
        blocks.Noted.End();
    }

    /// <summary>Whether a local that was written must have the same text still.</summary>
    public bool Stands(int local) => blocks.Noted.Stands(heap.Memory, local);

    private void Value(VeraType type, Slot slot, CanonicalWriter writer, int depth)
    {
        if (depth > DepthMax || --valuesLeft < 0)
        {
            writer.Raw("<too deep>"u8);
            return;
        }

        switch (type.Kind)
        {
            case TypeKind.Int or TypeKind.Nat:
                writer.Int(slot.Bits);
                break;
            case TypeKind.Float64:
                writer.Float64(slot.Bits);
                break;
            case TypeKind.Bool:
                Bool(slot.Pointer, writer);
                break;
            case TypeKind.Byte:
                writer.Int(slot.Pointer);
                break;
            case TypeKind.String:
                Text(slot, writer);
                break;
            case TypeKind.Decimal:
                Decimal(slot.Pointer, writer);
                break;
            case TypeKind.Array:
                Array(type, slot, writer, depth);
                break;
            case TypeKind.Set or TypeKind.Map:
                Container(type, slot.Pointer, writer, depth);
                break;
            case TypeKind.Closure:
                Closure(type, slot.Pointer, writer, depth);
                break;
            default:
                Adt(type, slot.Pointer, writer, depth);
                break;
        }
    }

    private static void Bool(uint word, CanonicalWriter writer)
    {
        if (word > 1)
        {
            writer.Flaw("a Bool of", word);
            return;
        }

        writer.Bool(word == 1);
    }

    private void Text(Slot slot, CanonicalWriter writer)
    {
        if (slot.Length == 0 || blocks.Holds(slot.Pointer, slot.Length, writer))
        {
            valuesLeft -= slot.Length / TextBytesPerValue;
            writer.Text(heap.Memory.Slice(slot.Length == 0 ? 0 : (int)slot.Pointer, slot.Length));
        }
    }

    private void Decimal(uint wrapper, CanonicalWriter writer)
    {
        if (!blocks.Holds(wrapper, Wrapper.HandleBytes, writer))
        {
            return;
        }

        blocks.Noted.Depends();
        try
        {
            writer.Decimal(host.Decimals.Read(Wrapper.HandleOf(heap.Memory, wrapper, Wrapper.DecimalKind)));
        }
        catch (GuestFault fault)
        {
            writer.Flaw(fault.Message);
        }
    }

    private void Adt(VeraType type, uint block, CanonicalWriter writer, int depth)
    {
        if (!blocks.Holds(block, 4, writer))
        {
            return;
        }

        var memory = heap.Memory;
        var tag = GuestBytes.Word(memory, block);
        if (tag >= type.Constructors.Length)
        {
            writer.Flaw("an unknown tag", tag);
            return;
        }

        var layout = BlockLayout.Of(type, (int)tag);
        writer.Raw(type.Constructors[(int)tag].Name);
        if (layout.Fields.Length == 0)
        {
            return;
        }

        // A box that the host built ends with its last field; one from the guest is rounded up.
        var last = layout.Offsets[^1] + layout.Fields[^1].Shape.FieldBytes();
        writer.Raw("("u8);
        if (blocks.Holds(block, last, writer))
        {
            for (var i = 0; i < layout.Fields.Length; i++)
            {
                writer.Separate(i);
                var tagOf = layout.Fields[i].Passed;
                var field = GuestBytes.Load(heap.Memory, block + (uint)layout.Offsets[i], tagOf);
                Value(layout.Fields[i], field, writer, depth + 1);
            }
        }

        writer.Raw(")"u8);
    }

    private void Closure(VeraType type, uint block, CanonicalWriter writer, int depth)
    {
        if (!blocks.Holds(block, 4, writer))
        {
            return;
        }

        var index = GuestBytes.Word(heap.Memory, block);
        if (host.Closures.Find(type, index) is not { } layout)
        {
            writer.Flaw("an unknown table index", index);
            return;
        }

        if (!blocks.Holds(block, layout.Bytes, writer))
        {
            return;
        }

        writer.Raw(CanonicalWriter.ClosureBegins);
        for (var i = 0; i < layout.Fields.Length; i++)
        {
            writer.Separate(i);
            var (part, at) = (layout.Fields[i], block + (uint)layout.Offsets[i]);
            Value(part, GuestBytes.Load(heap.Memory, at, part.Passed), writer, depth + 1);
        }

        writer.Raw(")"u8);
    }

    private void Array(VeraType type, Slot slot, CanonicalWriter writer, int depth)
    {
        writer.Raw("["u8);
        var shape = type.First.Shape;
        var stride = shape.ElementBytes();
        if (slot.Length != 0 && blocks.Holds(slot.Pointer, (long)slot.Length * stride, writer))
        {
            for (var i = 0; i < slot.Length && valuesLeft >= 0; i++)
            {
                writer.Separate(i);
                var at = slot.Pointer + (uint)(i * stride);
                var item = shape == SlotShape.Byte
                    ? new Slot(heap.Memory[(int)at])
                    : GuestBytes.Load(heap.Memory, at, type.First.Passed);
                Value(type.First, item, writer, depth + 1);
            }
        }

        writer.Raw("]"u8);
    }

    private void Container(VeraType type, uint wrapper, CanonicalWriter writer, int depth)
    {
        if (!blocks.Holds(wrapper, Wrapper.HandleBytes, writer))
        {
            return;
        }

        var isMap = type.Kind == TypeKind.Map;
        var kind = isMap ? ContainerKind.Map : ContainerKind.Set;
        if (!host.Containers.LiesInGuest)
        {
            blocks.Noted.Depends();
        }

        var entries = spare.Count > 0 ? spare.Pop() : [];
        try
        {
            var container = host.Containers.Unwrap(kind, wrapper);
            var valueTag = isMap ? type.Second.Passed : SlotShape.I64;
            host.Containers.List(kind, container, type.First.Passed, valueTag, entries);
            host.Containers.Visit(kind, wrapper, blocks.Reaching);
            writer.Raw("{"u8);
            for (var i = 0; i < entries.Count && valuesLeft >= 0; i++)
            {
                writer.Separate(i);
                Kept(type.First, entries[i].Key, writer, depth);
                if (isMap)
                {
                    writer.Raw(": "u8);
                    Kept(type.Second, entries[i].Value, writer, depth);
                }
            }

            writer.Raw("}"u8);
        }
        catch (GuestFault fault)
        {
            blocks.Noted.Depends();
            writer.Flaw(fault.Message);
        }
        finally
        {
            entries.Clear();
            spare.Push(entries);
        }
    }

    private void Kept(VeraType type, KeptValue cell, CanonicalWriter writer, int depth)
    {
        switch (cell)
        {
            case { Copied: { } copied, Text: { } bytes }:
                new CopiedText(host.Closures).Write(copied, bytes, writer, depth + 1);
                break;
            case { Text: { } text }:
                writer.Text(text);
                break;
            default:
                Value(type, cell.Slot, writer, depth + 1);
                break;
        }
    }
}
