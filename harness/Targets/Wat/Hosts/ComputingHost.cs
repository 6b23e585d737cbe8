using System.Diagnostics;
using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Hosts;

/// <summary>Carries out operations that say what they mean, and builds what they give on the guest's heap.</summary>
/// <remarks>The program holds what it passes. What is made is rooted until its holder is: see <c>Keep</c>.</remarks>
internal sealed class ComputingHost(
    HeapInstance heap, IContainerRuntime containers, DecimalStore decimals, ResultWriter results, TreeWriter trees)
{
    /// <summary>These lie above what the model takes: what an intact heap holds is never refused here.</summary>
    private const int PartsMax = 200_000;
    private const int DepthMax = 400;
    private const long TextBytesMax = 64 << 20;

    public HeapInstance Heap => heap;

    public IContainerRuntime Containers => containers;

    public DecimalStore Decimals => decimals;

    /// <summary>The value that an operation gives, held by nothing.</summary>
    public Slot Invoke(in Computation computation, Slot first, Slot second, Slot third)
    {
        var operation = computation.Operation;
        var limit = new ReadingLimit(PartsMax, DepthMax, TextBytesMax, static what => new GuestFault(
            TrapReason.BadBlock, what));
        var operands = new Plain[operation.Operands.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            var slot = i == 0 ? first : i == 1 ? second : third;
            operands[i] = new GuestPlain(this, computation.Operand(i), slot, limit, depth: 0);
        }

        using var roots = new ShadowScope(heap);
        var made = operation.Apply(operands) ?? throw new GuestFault(
            TrapReason.Guest, $"{operation.Name} gives no value that a case has: it was given another one");
        return Write(computation.Result, made);
    }

    /// <summary>What a container keeps. A copy that the host keeps is written to the heap first, and rooted.</summary>
    public Slot Share(KeptValue kept)
    {
        var slot = results.Share(kept);
        if (kept.Text is not null)
        {
            heap.Push(unchecked((int)slot.Pointer));
        }

        return slot;
    }

    private Slot Write(VeraType type, Made made) => made switch
    {
        Made.Same same => ((GuestPlain)same.Value).Slot,
        Made.Scalar scalar => new(scalar.Bits),
        Made.Text text => results.Text(Encoding.UTF8.GetBytes(text.Value)),
        Made.Number number => new((uint)Wrapper.Write(
            heap, containers.Shape, Wrapper.DecimalKind, decimals.Add(number.Value))),
        Made.Items items => Array(type.First, items),
        Made.Entries entries => trees.WriteMap(type, entries.Parts.Length, i =>
            Kept(i % 2 == 0 ? type.First : type.Second, entries.Parts[i])),
        Made.Construct construct => Construct(type, construct),
        _ => throw new UnreachableException($"no block for {made.GetType()}"),
    };

    /// <summary>What a block is to hold that is made later.</summary>
    private Slot Kept(VeraType type, Made made)
    {
        var part = Write(type, made);
        if (type.IsHeap)
        {
            results.Keep(ResultPart.Field, part.Pointer);
        }

        return part;
    }

    /// <summary>The block comes first, and holds each item from when that is made.</summary>
    private Slot Array(VeraType type, Made.Items items)
    {
        if (items.Values.IsEmpty)
        {
            return default;
        }

        var stride = type.Shape.ElementBytes();
        var bytes = items.Values.Length * stride;
        var block = (uint)(type.IsHeap ? heap.Alloc(bytes) : heap.AllocData(bytes));
        GuestBytes.Bytes(heap.Memory, block, bytes).Clear();
        results.Keep(ResultPart.Items, block);
        for (var i = 0; i < items.Values.Length; i++)
        {
            Item(type, block + (uint)(i * stride), items.Values[i]);
        }

        return new(block, items.Values.Length);
    }

    private void Item(VeraType type, uint address, Made made)
    {
        using var roots = new ShadowScope(heap);
        var item = Write(type, made);
        if (type.Shape == SlotShape.Byte)
        {
            GuestBytes.Bytes(heap.Memory, address, 1)[0] = unchecked((byte)item.Bits);
            return;
        }

        GuestBytes.Store(heap.Memory, address, type.Passed, item);
    }

    /// <summary>The fields come first, each rooted until the block holds it.</summary>
    private Slot Construct(VeraType type, Made.Construct construct)
    {
        var layout = BlockLayout.Of(type, construct.Tag);
        var fields = new Slot[construct.Fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = Kept(layout.Fields[i], construct.Fields[i]);
        }

        var block = (uint)(layout.IsPointerFree ? heap.AllocData(layout.Bytes) : heap.Alloc(layout.Bytes));
        var memory = heap.Memory;
        GuestBytes.Bytes(memory, block, layout.Bytes).Clear();
        GuestBytes.SetWord(memory, block, (uint)construct.Tag);
        for (var i = 0; i < fields.Length; i++)
        {
            GuestBytes.Store(memory, block + (uint)layout.Offsets[i], layout.Fields[i].Passed, fields[i]);
        }

        return new(block);
    }
}
