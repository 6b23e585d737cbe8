using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers;

/// <summary>
/// Vera up to 0.0.158: the contents lie in host dictionaries by handle, and the collector cannot see them. This is
/// the bug of #695 and #705, kept alive as a canary.
/// </summary>
/// <remarks>
/// Strings and scalars are host values and safe; a heap pointer is kept as a plain number and dangles once the block
/// behind it is freed. An unknown handle reads as an empty container (vera-reference section 8.3).
/// </remarks>
public sealed class HostStore(HeapInstance heap) : IContainerRuntime
{
    private readonly Dictionary<int, List<(Cell Key, Cell Value)>> maps = [];
    private readonly Dictionary<int, List<(Cell Key, Cell Value)>> sets = [];
    private int mapsMade;
    private int setsMade;

    public bool UsesHandles => true;

    public int HostEntries => maps.Count + sets.Count;

    public void Reset()
    {
        maps.Clear();
        sets.Clear();
        mapsMade = setsMade = 0;
    }

    public int New(ContainerKind kind) => Keep(kind, []);

    public int Insert(ContainerKind kind, int container, in Entry entry)
    {
        var copy = new List<(Cell Key, Cell Value)>(Contents(kind, container));
        var place = Find(copy, entry.KeyTag, entry.Key);
        var value = kind == ContainerKind.Map ? Take(entry.ValueTag, entry.Value) : default;
        if (place < 0)
        {
            copy.Add((Take(entry.KeyTag, entry.Key), value));
        }
        else
        {
            copy[place] = (copy[place].Key, value);
        }

        return Keep(kind, copy);
    }

    public int Remove(ContainerKind kind, int container, SlotTag keyTag, Slot key)
    {
        var copy = new List<(Cell Key, Cell Value)>(Contents(kind, container));
        var place = Find(copy, keyTag, key);
        if (place >= 0)
        {
            copy.RemoveAt(place);
        }

        return Keep(kind, copy);
    }

    public bool TryFind(
        ContainerKind kind, int container, SlotTag keyTag, Slot key, SlotTag valueTag, out Cell value)
    {
        var contents = Contents(kind, container);
        var place = Find(contents, keyTag, key);
        value = place < 0 ? default : contents[place].Value;
        return place >= 0;
    }

    public int Count(ContainerKind kind, int container) => Contents(kind, container).Count;

    public void List(
        ContainerKind kind, int container, SlotTag keyTag, SlotTag valueTag, List<(Cell Key, Cell Value)> into) =>
        into.AddRange(Contents(kind, container));

    public int Unwrap(ContainerKind kind, uint wrapper) => Wrapper.HandleOf(heap.Memory, wrapper, (int)kind);

    public void Release(ContainerKind kind, int handle) => Store(kind).Remove(handle);

    private Dictionary<int, List<(Cell Key, Cell Value)>> Store(ContainerKind kind) =>
        kind == ContainerKind.Map ? maps : sets;

    private List<(Cell Key, Cell Value)> Contents(ContainerKind kind, int handle) =>
        Store(kind).TryGetValue(handle, out var found) ? found : [];

    private int Keep(ContainerKind kind, List<(Cell Key, Cell Value)> contents)
    {
        var handle = kind == ContainerKind.Map ? ++mapsMade : ++setsMade;
        Store(kind).Add(handle, contents);
        return handle;
    }

    /// <summary>The host's own copy of a string; every other slot as it is.</summary>
    private Cell Take(SlotTag tag, Slot slot) => tag == SlotTag.S
        ? new(default, GuestBytes.Bytes(heap.Memory, slot.Pointer, slot.Length).ToArray())
        : new(slot, null);

    private int Find(List<(Cell Key, Cell Value)> contents, SlotTag tag, Slot key)
    {
        var memory = heap.Memory;
        for (var i = 0; i < contents.Count; i++)
        {
            var candidate = contents[i].Key;
            var same = tag == SlotTag.S
                ? GuestBytes.Bytes(memory, key.Pointer, key.Length).SequenceEqual(candidate.Text)
                : KeyEquality.Same(memory, tag, candidate.Slot, key);
            if (same)
            {
                return i;
            }
        }

        return -1;
    }
}
