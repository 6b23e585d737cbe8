using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers.Linked;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;
using Wasmtime;

namespace Vera.GcStress.Targets.Wat.Containers.Trie;

/// <summary>
/// The fix under test: the contents lie in WASM memory, reachable from the wrapper, in a persistent hash trie that
/// shares its nodes between versions. What is done to them WASM functions do; here they are only looked at.
/// </summary>
/// <remarks>
/// A wrapper is {tag, count, shape, next stamp, root}. An update copies the path to one entry, O(log n); scalars and
/// strings lie in blocks that the collector need not scan, so a number that looks like an address is never mistaken
/// for one. Iteration sorts by the entries' stamps: the trie itself keeps no order, and equal contents have equal
/// shapes whatever their history.
/// </remarks>
internal sealed class Container(HeapInstance heap, HeapEdit? edit, TrieEntries entries)
    : IContainerRuntime, IGuestFunctions
{
    private const string Letters = "ifsba";
    private const uint CountOffset = 4;
    private const uint ShapeOffset = 8;
    private const uint RootOffset = 16;
    private const uint Tag = 0x80000000;

    private static readonly int[] Made = [Place("map_new"), Place("set_new")];
    private static readonly int[] Sizes = [Place("map_size"), Place("set_size")];
    private static readonly int[] Opened = [Place("map_open"), Place("set_open")];
    private static readonly int[] Closed = [Place("map_close"), Place("set_close")];
    private static readonly int[] PutKeys = OfKeys("set_put$e");
    private static readonly int[][] PutPairs = OfPairs("map_put$k");
    private static readonly int[] Added = OfKeys("set_add$e");
    private static readonly int[] Contained = OfKeys("set_contains$e");
    private static readonly int[] Removed = OfKeys("set_remove$e");
    private static readonly int[] Arrays = OfKeys("set_to_array$e");
    private static readonly int[] ContainedKeys = OfKeys("map_contains$k");
    private static readonly int[] RemovedKeys = OfKeys("map_remove$k");
    private static readonly int[] Keys = OfKeys("map_keys$k");
    private static readonly int[] Values = OfKeys("map_values$v");
    private static readonly int[][] Inserted = OfPairs("map_insert$k");
    private static readonly int[][] Got = OfPairs("map_get$k");

    private readonly ContainerCalls calls = new(heap, edit);
    private readonly TrieWalk walk = new(new(heap), entries);

    public Container(HeapInstance heap)
        : this(heap, null, new(heap))
    {
    }

    public WrapperShape Shape => new(UsesHandles: false, BuildsInPlace: true);

    public bool LiesInGuest => true;

    public int HostEntries => 0;

    public void Reset(ClosureLayouts closures)
    {
    }

    public int New(ContainerKind kind) => Pointer(calls.Invoke(Made[(int)kind - 1], 0));

    public int Insert(ContainerKind kind, int container, in Entry entry) =>
        Pointer(Given(kind, Added, Inserted, container, entry));

    public int Open(ContainerKind kind, int container) => Pointer(calls.Invoke(Opened[(int)kind - 1], container));

    public void Put(ContainerKind kind, int open, in Entry entry) => Given(kind, PutKeys, PutPairs, open, entry);

    public void Close(ContainerKind kind, int open) => calls.Invoke(Closed[(int)kind - 1], open);

    public int Remove(ContainerKind kind, int container, SlotShape keyTag, Slot key) => Pointer(calls.Invoke(
        (kind == ContainerKind.Set ? Removed : RemovedKeys)[(int)keyTag], container, Packed(keyTag, key)));

    public bool TryFind(
        ContainerKind kind, int container, SlotShape keyTag, Slot key, SlotShape valueTag, out KeptValue value)
    {
        value = default;
        var has = Has(kind, container, keyTag, key);
        if (!has || kind == ContainerKind.Set)
        {
            return has;
        }

        var some = (uint)Get(container, keyTag, key, valueTag);
        value = new(GuestBytes.Load(heap.Memory, some + (EntryShape.IsScalar(valueTag) ? 8u : 4), valueTag), null);
        return true;
    }

    public Function? Imported(string name) => calls.Imported(name);

    public Exception Meaning(Exception failure) => ContainerCalls.Meaning(failure);

    public int Count(ContainerKind kind, int container) =>
        checked((int)calls.Invoke(Sizes[(int)kind - 1], container));

    public bool Has(ContainerKind kind, int container, SlotShape keyTag, Slot key) => calls.Invoke(
        (kind == ContainerKind.Set ? Contained : ContainedKeys)[(int)keyTag], container, Packed(keyTag, key)) != 0;

    public int Get(int map, SlotShape keyTag, Slot key, SlotShape valueTag) =>
        Pointer(calls.Invoke(Got[(int)keyTag][(int)valueTag], map, Packed(keyTag, key)));

    public Slot Column(ContainerKind kind, int container, SlotShape tag, bool ofValues)
    {
        var names = kind == ContainerKind.Set ? Arrays : ofValues ? Values : Keys;
        var array = calls.Invoke(names[(int)tag], container);
        return new(unchecked((uint)array), unchecked((int)(array >> 32)));
    }

    public void List(
        ContainerKind kind, int container, SlotShape keyTag, SlotShape valueTag,
        List<(KeptValue Key, KeptValue Value)> into)
    {
        var (count, shape, root) = Header(kind, container);
        foreach (var (_, entry) in walk.InOrder(root, count, shape))
        {
            var value = shape.HasValue ? entries.Value(shape, entry) : default;
            into.Add((new(entries.Key(shape, entry), null), new(value, null)));
        }
    }

    public void Visit(ContainerKind kind, uint wrapper, Action<uint> block)
    {
        var (count, shape, root) = Header(kind, unchecked((int)wrapper));
        foreach (var (_, entry) in walk.InOrder(root, count, shape, block))
        {
            block(entry);
            entries.VisitBoxes(shape, entry, block);
        }
    }

    public int Unwrap(ContainerKind kind, uint wrapper) => unchecked((int)wrapper);

    public void Release(ContainerKind kind, int handle)
    {
    }

    private static int Place(string function) => ContainerModule.PlaceOf(function);

    private static int[] OfKeys(string function) => [.. Letters.Select(key => Place($"{function}{key}"))];

    private static int[][] OfPairs(string function) => [.. Letters.Select(key => OfKeys($"{function}{key}_v"))];

    private long Given(ContainerKind kind, int[] ofKeys, int[][] ofPairs, int container, in Entry entry)
    {
        var key = Packed(entry.KeyTag, entry.Key);
        return kind == ContainerKind.Set
            ? calls.Invoke(ofKeys[(int)entry.KeyTag], container, key)
            : calls.Invoke(
                ofPairs[(int)entry.KeyTag][(int)entry.ValueTag], container, key, Packed(entry.ValueTag, entry.Value));
    }

    private static int Pointer(long slot) => unchecked((int)slot);

    private static long Packed(SlotShape tag, Slot slot) => tag switch
    {
        SlotShape.I64 or SlotShape.F64 => slot.Bits,
        SlotShape.I32 => slot.Pointer,
        _ => slot.Pointer | ((long)slot.Length << 32),
    };

    /// <summary>What a wrapper says: one version of a container.</summary>
    private (int Count, EntryShape Shape, uint Root) Header(ContainerKind kind, int container)
    {
        ReadOnlySpan<byte> memory = heap.Memory;
        var wrapper = unchecked((uint)container);
        Wrapper.CheckTag(memory, wrapper, (int)kind);
        var count = GuestBytes.Word(memory, wrapper + CountOffset) & ~Tag;
        if (count > memory.Length / 4)
        {
            throw new GuestFault(
                TrapReason.BadBlock, $"the container at 0x{wrapper:X} claims {count} entries", wrapper);
        }

        var root = GuestBytes.Word(memory, wrapper + RootOffset);
        if (root >= Tag || (root == 0) != (count == 0))
        {
            throw new GuestFault(
                TrapReason.BadBlock,
                $"the container at 0x{wrapper:X} has {count} entries at 0x{root:X}",
                wrapper, root);
        }

        var shape = GuestBytes.Word(memory, wrapper + ShapeOffset);
        return ((int)count, new((SlotShape)(shape & 7), (SlotShape)((shape >> 3) & 7), (shape & 64) != 0), root);
    }
}
