using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Hosts;

/// <summary>A value in guest memory as operations see it: all that is read is hostile, and checked.</summary>
/// <param name="host">Whose memory it lies in.</param>
/// <param name="type">What it should be.</param>
/// <param name="slot">The scalar itself, or where it lies.</param>
/// <param name="limit">Of the operation that reads it.</param>
/// <param name="depth">How deep it lies in an operand.</param>
internal sealed class GuestPlain(ComputingHost host, VeraType type, Slot slot, ReadingLimit limit, int depth) : Plain
{
    private List<(KeptValue Key, KeptValue Value)>? entries;

    public Slot Slot => slot;

    public override long Bits => slot.Bits;

    public override string Text
    {
        get
        {
            limit.Text(slot.Length);
            return Encoding.UTF8.GetString(Bytes(slot.Length));
        }
    }

    public override decimal Number =>
        host.Decimals.Read(Wrapper.HandleOf(host.Heap.Memory, slot.Pointer, Wrapper.DecimalKind));

    public override int Tag
    {
        get
        {
            var tag = GuestBytes.Word(host.Heap.Memory, slot.Pointer);
            return tag < type.Constructors.Length
                ? (int)tag
                : throw new GuestFault(
                    TrapReason.BadBlock, $"no {type} at 0x{slot.Pointer:X}: its tag is 0x{tag:X}", slot.Pointer);
        }
    }

    public override int Count
    {
        get
        {
            if (type.Kind == TypeKind.Map)
            {
                return Entries.Count;
            }

            if (type.Kind != TypeKind.Array)
            {
                return type.Constructors[Tag].Fields.Length;
            }

            // A count that no memory has room for ends here.
            Bytes((long)slot.Length * type.First.Shape.ElementBytes());
            return slot.Length;
        }
    }

    public override Plain this[int place]
    {
        get
        {
            if (type.Kind == TypeKind.Map)
            {
                return Kept(type.Second, Entries[place].Value);
            }

            if (type.Kind != TypeKind.Array)
            {
                var layout = BlockLayout.Of(type, Tag);
                return Part(layout.Fields[place], (uint)layout.Offsets[place], isItem: false);
            }

            return Part(type.First, (uint)(place * type.First.Shape.ElementBytes()), isItem: true);
        }
    }

    public override Plain KeyAt(int place) => Kept(type.First, Entries[place].Key);

    public override bool Has(Plain element) => TryFind(ContainerKind.Set, element, SlotShape.I64, out _);

    public override Plain? Find(Plain key) => TryFind(ContainerKind.Map, key, type.Second.Passed, out var found)
        ? Kept(type.Second, found)
        : null;

    private bool TryFind(ContainerKind kind, Plain key, SlotShape valueTag, out KeptValue found) =>
        host.Containers.TryFind(
            kind,
            host.Containers.Unwrap(kind, slot.Pointer),
            type.First.Passed,
            ((GuestPlain)key).Slot,
            valueTag,
            out found);

    private List<(KeptValue Key, KeptValue Value)> Entries
    {
        get
        {
            if (entries is null)
            {
                entries = [];
                var container = host.Containers.Unwrap(ContainerKind.Map, slot.Pointer);
                host.Containers.List(ContainerKind.Map, container, type.First.Passed, type.Second.Passed, entries);
            }

            return entries;
        }
    }

    private GuestPlain Kept(VeraType of, KeptValue kept) => new(host, of, host.Share(kept), limit, limit.Into(depth));

    private GuestPlain Part(VeraType of, uint offset, bool isItem)
    {
        ReadOnlySpan<byte> memory = host.Heap.Memory;
        var address = slot.Pointer + offset;
        return new(host, of, isItem && of.Shape == SlotShape.Byte
            ? new(GuestBytes.Bytes(memory, address, 1)[0])
            : GuestBytes.Load(memory, address, of.Passed), limit, limit.Into(depth));
    }

    private ReadOnlySpan<byte> Bytes(long length) => length == 0 ? default : GuestBytes.Bytes(
        (ReadOnlySpan<byte>)host.Heap.Memory, slot.Pointer, (int)Math.Min(length, int.MaxValue));
}
