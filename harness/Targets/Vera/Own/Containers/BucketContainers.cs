using System.Buffers.Binary;
using Vera.GcStress.Targets.Vera.Own.Heap;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Containers;

/// <summary>Buckets on the guest's heap hold the contents: read whole and written whole at each update.</summary>
internal sealed class BucketContainers(Guest guest) : IContainers
{
    private const int HeaderBytes = 8;
    private const int SlotBytes = 20;
    private const int KeyAt = 4;
    private const int ValueAt = 12;
    private const int CapacityMin = 8;

    public IEnumerable<(string Store, int Count)> Stores => [];

    public uint New(int kind) => guest.Block(12, Wrappers.TagOf(kind), 0, 0);

    public uint Add(int kind, uint container, Entry entry)
    {
        var entries = Decode(container, entry.KeyTag, entry.ValueTag);
        if (kind == Wrappers.Map)
        {
            Put(entries, entry);
            return Encode(kind, entries);
        }

        var set = new PythonSet();
        foreach (var element in entries)
        {
            set.Add(element.KeyTag, element.Key, nanIsItself: true);
        }

        set.Add(entry.KeyTag, entry.Key, nanIsItself: true);
        return Encode(kind, [.. set.Elements.Select(e => entry with { Key = e })]);
    }

    public uint Remove(int kind, uint container, char keyTag, HostValue key)
    {
        var kept = Slots(container).Where(s => !HostValue.Same(keyTag, Field(keyTag, s.Key), key, true)).ToList();
        var wrapper = New(kind);
        using var guard = new ShadowGuard(guest, guest.Shape.WalkersRoot);
        guard.Push(wrapper);
        var bucket = NewBucket(kept.Count);
        guard.Push(bucket);
        for (var i = 0; i < kept.Count; i++)
        {
            var slot = SlotOf(bucket, i);
            guest.SetWord(slot, 1);
            guest.SetLong(slot + KeyAt, kept[i].Key);
            guest.SetLong(slot + ValueAt, kept[i].Value);
        }

        return Link(wrapper, bucket, kept.Count);
    }

    public bool Contains(int kind, uint container, char keyTag, HostValue key) =>
        Column(kind, container, keyTag, values: false).Any(k => HostValue.Same(keyTag, k, key, true));

    public HostValue? Get(uint map, char keyTag, HostValue key, char valueTag)
    {
        foreach (var entry in Decode(map, keyTag, valueTag))
        {
            if (HostValue.Same(keyTag, entry.Key, key, true))
            {
                return entry.Value;
            }
        }

        return null;
    }

    public long Size(int kind, uint container) =>
        guest.Word(container + 8L) is var bucket && bucket == 0 ? 0 : guest.Word(bucket + 4L);

    public IReadOnlyList<HostValue> Column(int kind, uint container, char tag, bool values) =>
        [.. Slots(container).Select(s => Field(tag, values ? s.Value : s.Key))];

    /// <summary>A wrapper of a Decimal alone is attached; it needs nothing.</summary>
    public void Attach(uint wrapper, int kind, int handle)
    {
        if (kind != Wrappers.Decimal)
        {
            throw RunStop.Failed($"RuntimeError: #706: attach_bucket_to_wrapper called with kind={kind}");
        }
    }

    public void Drop(int kind, int handle)
    {
    }

    public uint MapOf(IReadOnlyList<Entry> entries) => Encode(Wrappers.Map, entries);

    public IReadOnlyList<Entry> EntriesOf(uint map, char valueTag) => Decode(map, 's', valueTag);

    private static long SlotOf(uint bucket, int place) => bucket + HeaderBytes + ((long)place * SlotBytes);

    private static void Put(List<Entry> entries, Entry entry)
    {
        var at = entries.FindIndex(e => HostValue.Same(entry.KeyTag, e.Key, entry.Key, true));
        var moves = at >= 0 && entry.KeyTag == 'f' && double.IsNaN(BitConverter.Int64BitsToDouble(entry.Key.Bits));
        if (at >= 0 && !moves)
        {
            entries[at] = entries[at] with { Value = entry.Value };
            return;
        }

        if (moves)
        {
            entries.RemoveAt(at); // What a dictionary cannot find by its hash is taken out and put in anew.
        }

        entries.Add(entry);
    }

    /// <summary>The occupied slots, as many as the header counts, each field as it lies there.</summary>
    private List<(long Key, long Value)> Slots(uint container)
    {
        var slots = new List<(long, long)>();
        var bucket = guest.Word(container + 8L);
        if (bucket == 0 || guest.Word(bucket + 4L) is var count && count == 0)
        {
            return slots;
        }

        var bytes = guest.Bytes(bucket + (long)HeaderBytes, guest.Word(bucket) * (long)SlotBytes);
        for (var at = 0; at < bytes.Length && slots.Count < count; at += SlotBytes)
        {
            var slot = bytes.Slice(at, SlotBytes);
            if (BinaryPrimitives.ReadUInt32LittleEndian(slot) != 0)
            {
                slots.Add((BinaryPrimitives.ReadInt64LittleEndian(slot[KeyAt..]),
                    BinaryPrimitives.ReadInt64LittleEndian(slot[ValueAt..])));
            }
        }

        guest.Spend(slots.Count);
        return slots;
    }

    private List<Entry> Decode(uint container, char keyTag, char valueTag)
    {
        var entries = new List<Entry>();
        foreach (var (key, value) in Slots(container))
        {
            var decoded = valueTag == '\0' ? default : Field(valueTag, value);
            entries.Add(new(keyTag, Field(keyTag, key), valueTag, decoded));
        }

        return entries;
    }

    private HostValue Field(char tag, long bits) => tag switch
    {
        's' => new(0, bits >>> 32 is var length && length == 0 ? "" : guest.Text(unchecked((uint)bits), length)),
        'b' => new(unchecked((uint)bits)),
        _ => new(bits),
    };

    private uint Encode(int kind, IReadOnlyList<Entry> entries)
    {
        var wrapper = New(kind);
        using var guard = new ShadowGuard(guest, guest.Shape.WalkersRoot);
        guard.Push(wrapper);
        var bucket = NewBucket(entries.Count);
        guard.Push(bucket);
        for (var i = 0; i < entries.Count; i++)
        {
            var slot = SlotOf(bucket, i);
            guest.SetWord(slot, 1);

            // The value first: it is reachable before the text of the key is allocated.
            SetField(slot + ValueAt, entries[i].ValueTag, entries[i].Value);
            SetField(slot + KeyAt, entries[i].KeyTag, entries[i].Key);
        }

        return Link(wrapper, bucket, entries.Count);
    }

    private void SetField(long at, char tag, HostValue value)
    {
        switch (tag)
        {
            case 's':
                var (pointer, length) = guest.NewText(value.TextDue);
                guest.SetWord(at, pointer);
                guest.SetWord(at + 4, length);
                break;
            case 'b':
                guest.SetWord(at, value.Bits);
                break;
            case not '\0':
                guest.SetLong(at, value.Bits);
                break;
        }
    }

    private uint NewBucket(int count)
    {
        var capacity = CapacityMin;
        while (capacity < 2L * count)
        {
            capacity *= 2;
        }

        var size = HeaderBytes + ((long)capacity * SlotBytes);
        var bucket = guest.Alloc(size);
        guest.Bytes(bucket, size).Clear();
        guest.SetWord(bucket, capacity);
        return bucket;
    }

    private uint Link(uint wrapper, uint bucket, int count)
    {
        guest.SetWord(bucket + 4L, count);
        guest.SetWord(wrapper + 8L, bucket);
        return wrapper;
    }
}
