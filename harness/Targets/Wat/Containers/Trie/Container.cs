using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers.Trie;

/// <summary>
/// The fix under test: the contents lie in WASM memory, reachable from the wrapper, in a persistent hash trie that
/// shares its nodes between versions.
/// </summary>
/// <remarks>
/// A wrapper is {tag, count, shape, next stamp, root}. An update copies the path to one entry, O(log n); scalars and
/// strings lie in blocks that the collector need not scan, so a number that looks like an address is never mistaken
/// for one. Iteration sorts by the entries' stamps, on the host's side: the trie itself keeps no order, and equal
/// contents have equal shapes whatever their history.
/// </remarks>
internal sealed class Container(HeapInstance heap, TrieUpdate update) : IContainerRuntime
{
    private const int WrapperBytes = 20;

    /// <summary>Where a wrapper keeps the number of entries.</summary>
    internal const uint CountOffset = 4;

    /// <summary>Where it keeps the root node's address, or 0.</summary>
    internal const uint RootOffset = 16;


    private const uint ShapeOffset = 8;
    private const uint StampOffset = 12;
    private const uint Tag = 0x80000000;

    private readonly TrieEntries entries = update.Walk.Entries;
    private readonly TrieWalk walk = update.Walk;

    public Container(HeapInstance heap)
        : this(heap, new(new(heap)))
    {
    }

    public WrapperShape Shape => new(UsesHandles: false);

    public bool LiesInGuest => true;

    public int HostEntries => 0;

    public void Reset()
    {
    }

    public int New(ContainerKind kind) => Wrap(kind, new(0, default, 0, 0));

    public int Insert(ContainerKind kind, int container, in Entry entry)
    {
        var isMap = kind == ContainerKind.Map;
        var old = Open(kind, container);
        var shape = new EntryShape(entry.KeyTag, isMap ? entry.ValueTag : default, isMap);
        using var roots = new ShadowScope(heap);
        var found = old.Root == 0 ? 0 : walk.Find(shape, old.Root, entry.Key);
        heap.Features.Bump(found == 0 ? TrieFeatures.Add : isMap ? TrieFeatures.Replace : TrieFeatures.Again);
        if (found != 0 && !isMap)
        {
            return Wrap(kind, old);
        }

        var made = found != 0
            ? entries.WithValue(shape, found, entry.Value)
            : entries.Make(shape, old.Stamp, entry.Key, entry.Value);
        var root = old.Root == 0 ? update.Single(shape, made) : update.Put(shape, old.Root, made);
        return Wrap(kind, found != 0
            ? old with { Root = root }
            : new(checked(old.Count + 1), shape, checked(old.Stamp + 1), root));
    }

    public int Remove(ContainerKind kind, int container, SlotShape keyTag, Slot key)
    {
        var old = Open(kind, container);
        using var roots = new ShadowScope(heap);
        if (old.Root == 0 || walk.Find(old.Shape, old.Root, key) == 0)
        {
            heap.Features.Bump(TrieFeatures.Missing);
            return Wrap(kind, old);
        }

        return Wrap(kind, old with { Count = old.Count - 1, Root = update.Remove(old.Shape, old.Root, key) });
    }

    public bool TryFind(
        ContainerKind kind, int container, SlotShape keyTag, Slot key, SlotShape valueTag, out KeptValue value)
    {
        var view = Open(kind, container);
        var found = view.Root == 0 ? 0 : walk.Find(view.Shape, view.Root, key);
        value = found != 0 && kind == ContainerKind.Map ? new(entries.Value(view.Shape, found), null) : default;
        return found != 0;
    }

    public int Count(ContainerKind kind, int container) => Open(kind, container).Count;

    public void List(
        ContainerKind kind, int container, SlotShape keyTag, SlotShape valueTag,
        List<(KeptValue Key, KeptValue Value)> into)
    {
        var view = Open(kind, container);
        foreach (var (_, entry) in walk.InOrder(view.Root, view.Count))
        {
            var value = view.Shape.HasValue ? entries.Value(view.Shape, entry) : default;
            into.Add((new(entries.Key(view.Shape, entry), null), new(value, null)));
        }
    }

    public void Visit(ContainerKind kind, uint wrapper, Action<uint> block)
    {
        var view = Open(kind, unchecked((int)wrapper));
        foreach (var (_, entry) in walk.InOrder(view.Root, view.Count, block))
        {
            block(entry);
            entries.VisitBoxes(view.Shape, entry, block);
        }
    }

    public int Unwrap(ContainerKind kind, uint wrapper) => unchecked((int)wrapper);

    public void Release(ContainerKind kind, int handle)
    {
    }

    /// <summary>What a wrapper says: one version of a container.</summary>
    private readonly record struct Version(int Count, EntryShape Shape, uint Stamp, uint Root);

    private Version Open(ContainerKind kind, int container)
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
        return new(
            (int)count,
            new((SlotShape)(shape & 7), (SlotShape)((shape >> 3) & 7), (shape & 64) != 0),
            GuestBytes.Word(memory, wrapper + StampOffset) & ~Tag,
            root);
    }

    /// <summary>A new wrapper. Its root must be rooted already: the allocation may collect.</summary>
    private int Wrap(ContainerKind kind, Version version)
    {
        var wrapper = heap.Alloc(WrapperBytes);
        var memory = heap.Memory;
        var (_, shape, stamp, root) = version;
        TrieFeatures.Holds(heap.Features, version.Count);
        GuestBytes.SetWord(memory, (uint)wrapper, Wrapper.TagOf((int)kind));
        GuestBytes.SetWord(memory, (uint)wrapper + CountOffset, (uint)version.Count | Tag);
        GuestBytes.SetWord(
            memory,
            (uint)wrapper + ShapeOffset,
            (uint)shape.KeyTag | ((uint)shape.ValueTag << 3) | (shape.HasValue ? 64u : 0));
        GuestBytes.SetWord(memory, (uint)wrapper + StampOffset, stamp | Tag);
        GuestBytes.SetWord(memory, (uint)wrapper + RootOffset, root);
        return wrapper;
    }
}
