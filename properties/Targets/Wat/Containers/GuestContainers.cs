using System.Text;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>A value to insert: the host's own copy, from which guest values are made whenever one is wanted.</summary>
/// <param name="Tag">The slot that it travels in.</param>
/// <param name="Slot">Its slot; for a string (0, 0).</param>
/// <param name="Text">A string's bytes, else null.</param>
internal sealed record Item(SlotShape Tag, Slot Slot, string? Text = null)
{
    /// <summary>What two items have in common if a container takes them for the same key.</summary>
    public string Identity => Text ?? (Tag == SlotShape.F64 ? Number(Slot.Bits) : $"{Slot.Bits} {Slot.Length}");

    /// <summary>What two items have in common if a container must not confuse them.</summary>
    public override string ToString() => Text is null ? $"{Slot.Bits:x}/{Slot.Length}" : $"'{Text}'";

    private static string Number(long bits) => BitConverter.Int64BitsToDouble(bits) switch
    {
        double.NaN => "nan",
        0.0 => "zero",
        _ => $"{bits}",
    };
}

/// <summary>One container runtime on a heap of its own, used as compiled programs use it.</summary>
/// <remarks>
/// A table block is the only root: what is in it lives, whatever is taken out of it may die. So versions and elements
/// can be dropped in any order.
/// </remarks>
internal sealed class GuestContainers : IDisposable
{
    private const int Slots = 64;

    /// <summary>The runtimes that know a value by its slot alone; others are told its type, and we have none.</summary>
    public static IEnumerable<RuntimeKind> Runtimes { get; } =
        Enum.GetValues<RuntimeKind>().Where(runtime => runtime != RuntimeKind.Serialised);

    private readonly WatSession session;
    private readonly Stack<int> spare = new();
    private uint table;

    public GuestContainers(RuntimeKind runtime, CollectorKind collector)
    {
        var layout = HeapLayout.Small with { PageBytes = 65_536 };
        session = new(new(runtime, collector, layout), Lanes.Parsed);
    }

    public HeapInstance Heap => session.Heap;

    public IContainerRuntime Runtime => session.Host.Containers;

    public HostFunctions Host => session.Host;

    /// <summary>How many slots of the table are in use.</summary>
    public int Held => Slots - spare.Count;

    public void Start(CollectionSchedule schedule)
    {
        session.Start(new([], schedule, HeapState.Empty), null);
        table = (uint)Heap.Alloc(4 * Slots);
        GuestBytes.Bytes(Heap.Memory, table, 4 * Slots).Clear();
        Heap.Push((int)table);
        spare.Clear();
        for (var i = 0; i < Slots; i++)
        {
            spare.Push(i);
        }
    }

    /// <summary>Roots a block; the answer is the place to drop it at.</summary>
    public int Hold(uint pointer)
    {
        var place = spare.Pop();
        GuestBytes.SetWord(Heap.Memory, table + (uint)(4 * place), pointer);
        return place;
    }

    public uint At(int place) => GuestBytes.Word(Heap.Memory, table + (uint)(4 * place));

    public void Drop(int place)
    {
        GuestBytes.SetWord(Heap.Memory, table + (uint)(4 * place), 0);
        spare.Push(place);
    }

    /// <summary>A container's wrapper, held, from what an import returned.</summary>
    public int Wrapped(ContainerKind kind, int made) => Hold((uint)(Runtime.Shape.UsesHandles
        ? Wrapper.Write(Heap, Runtime.Shape, (int)kind, made)
        : made));

    /// <summary>What imports call the container that is held at a place.</summary>
    public int NameOf(ContainerKind kind, int place) => Runtime.Unwrap(kind, At(place));

    /// <summary>The item as a guest value; a string becomes a new block that the scope keeps.</summary>
    public Slot Make(Item item, ShadowScope scope)
    {
        if (item.Text is not { Length: > 0 })
        {
            return item.Slot;
        }

        var bytes = Encoding.UTF8.GetBytes(item.Text);
        var block = scope.Root(Heap.AllocData(bytes.Length));
        bytes.CopyTo(GuestBytes.Bytes(Heap.Memory, (uint)block, bytes.Length));
        return new(block, bytes.Length);
    }

    /// <summary>What a container gave back, in the words of <see cref="Item.ToString"/>.</summary>
    public string Read(SlotShape tag, KeptValue cell)
    {
        if (tag != SlotShape.Text)
        {
            return new Item(tag, cell.Slot).ToString();
        }

        var bytes = cell.Text ?? GuestBytes.Bytes((ReadOnlySpan<byte>)Heap.Memory, cell.Slot.Pointer, cell.Slot.Length);
        return $"'{Encoding.UTF8.GetString(bytes)}'";
    }

    public void Dispose() => session.Dispose();
}
