using Vera.GcStress.Targets.Vera.Own.Heap;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Containers;

/// <summary>Dictionaries of the host hold the contents, by handle: what the collector cannot see.</summary>
/// <remarks>An unknown handle is an empty container, silently, as in Vera's host.</remarks>
internal sealed class DictionaryContainers(Guest guest) : IContainers
{
    private const int SlotBytes = 12;
    private const int CapacityMin = 8;

    private readonly Dictionary<uint, List<Entry>> maps = [];
    private readonly Dictionary<uint, PythonSet> sets = [];
    private uint mapsMade;
    private uint setsMade;

    public IEnumerable<(string Store, int Count)> Stores => [("map", maps.Count), ("set", sets.Count)];

    public uint New(int kind) => kind == Wrappers.Map ? Keep([]) : Keep(new PythonSet());

    public uint Add(int kind, uint container, Entry entry)
    {
        if (kind == Wrappers.Set)
        {
            var set = SetOf(container).Copy();
            guest.Spend(set.Count);
            set.Add(entry.KeyTag, entry.Key, nanIsItself: false);
            return Keep(set);
        }

        var map = Map(container).ToList();
        guest.Spend(map.Count);
        var at = map.FindIndex(e => HostValue.Same(entry.KeyTag, e.Key, entry.Key, false));
        if (at >= 0)
        {
            map[at] = map[at] with { ValueTag = entry.ValueTag, Value = entry.Value };
        }
        else
        {
            map.Add(entry);
        }

        return Keep(map);
    }

    public uint Remove(int kind, uint container, char keyTag, HostValue key)
    {
        if (kind == Wrappers.Set)
        {
            var set = SetOf(container).Copy();
            guest.Spend(set.Count);
            set.Remove(keyTag, key, nanIsItself: false);
            return Keep(set);
        }

        guest.Spend(Map(container).Count);
        return Keep([.. Map(container).Where(e => !HostValue.Same(keyTag, e.Key, key, false))]);
    }

    public bool Contains(int kind, uint container, char keyTag, HostValue key) => kind == Wrappers.Set
        ? SetOf(container).Contains(keyTag, key, nanIsItself: false)
        : Map(container).Exists(e => HostValue.Same(keyTag, e.Key, key, false));

    public HostValue? Get(uint map, char keyTag, HostValue key, char valueTag)
    {
        guest.Spend(Map(map).Count);
        foreach (var entry in Map(map))
        {
            if (HostValue.Same(keyTag, entry.Key, key, false))
            {
                return entry.Value;
            }
        }

        return null;
    }

    public long Size(int kind, uint container) =>
        kind == Wrappers.Set ? SetOf(container).Count : Map(container).Count;

    public IReadOnlyList<HostValue> Column(int kind, uint container, char tag, bool values)
    {
        guest.Spend(Size(kind, container));
        return kind == Wrappers.Set
            ? [.. SetOf(container).Elements]
            : [.. Map(container).Select(e => values ? e.Value : e.Key)];
    }

    public void Attach(uint wrapper, int kind, int handle)
    {
        var known = unchecked((uint)handle);
        switch (kind)
        {
            case Wrappers.Map when maps.TryGetValue(known, out var map):
                Mirror(wrapper, map);
                break;
            case Wrappers.Set when sets.TryGetValue(known, out var set):
                Mirror(wrapper, [.. set.Tagged.Select(e => new Entry(e.Tag, e.Value))]);
                break;
            case not Wrappers.Decimal:
                throw RunStop.Failed($"RuntimeError: attach_bucket_to_wrapper: no handle {handle} of kind {kind}");
        }
    }

    public void Drop(int kind, int handle)
    {
        var known = unchecked((uint)handle);
        _ = kind switch { Wrappers.Map => maps.Remove(known), Wrappers.Set => sets.Remove(known), _ => false };
    }

    public uint MapOf(IReadOnlyList<Entry> entries)
    {
        var handle = Keep([.. entries]);
        var wrapper = guest.Wrap(Wrappers.Map, unchecked((int)handle));
        if (guest.Shape.Containers == ContainerAbi.Mirror)
        {
            Mirror(wrapper, entries, evenEmpty: true);
        }

        return wrapper;
    }

    public IReadOnlyList<Entry> EntriesOf(uint map, char valueTag) => guest.Shape.Containers == ContainerAbi.Handles
        ? Map(map)
        : Map(guest.Word(map + 4L) & 0x7FFFFFFF);

    /// <summary>A bucket with the addresses and the texts of the entries, for the collector alone to read.</summary>
    private void Mirror(uint wrapper, IReadOnlyList<Entry> entries, bool evenEmpty = false)
    {
        if (entries.Count == 0 && !evenEmpty)
        {
            return;
        }

        using var guard = new ShadowGuard(guest, guest.Shape.WalkersRoot);
        guard.Push(wrapper);
        var size = Math.Max(CapacityMin, 2L * entries.Count) * SlotBytes;
        var bucket = guest.Alloc(size);
        guest.Bytes(bucket, size).Clear();
        guard.Push(bucket);
        for (var i = 0; i < entries.Count; i++)
        {
            var slot = bucket + ((long)i * SlotBytes);
            guest.SetWord(slot + 8, WordOf(entries[i].ValueTag, entries[i].Value));
            if (entries[i].KeyTag == 's')
            {
                var (pointer, length) = guest.NewText(entries[i].Key.TextDue);
                guest.SetWord(slot, pointer);
                guest.SetWord(slot + 4, length);
            }
            else
            {
                guest.SetWord(slot, WordOf(entries[i].KeyTag, entries[i].Key));
            }
        }

        guest.SetWord(wrapper + 8L, bucket);
    }

    private static long WordOf(char tag, HostValue value) => tag is 'i' or 'b' ? value.Bits & 0xFFFFFFFF : 0;

    private uint Keep(List<Entry> map)
    {
        maps.Add(++mapsMade, map);
        return mapsMade;
    }

    private uint Keep(PythonSet set)
    {
        sets.Add(++setsMade, set);
        return setsMade;
    }

    private List<Entry> Map(uint handle) => maps.GetValueOrDefault(handle) ?? [];

    private PythonSet SetOf(uint handle) => sets.GetValueOrDefault(handle) ?? new PythonSet();
}
