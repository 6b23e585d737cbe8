using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>
/// Random operations on one family of persistent containers, carried out by a runtime and by plain lists, and compared
/// after each step.
/// </summary>
internal sealed class ContainerScript
{
    private const int VersionsMax = 12;
    private const int ItemsInPool = 9;

    private static readonly string[] Texts = ["", "a", "b", "aa", "\0", "é", "世界", "aaaaaaaaaaaaaaaaaaaaaaaa", "key"];

    private static readonly long[] Numbers =
        [0, 1, -1, long.MinValue, long.MaxValue, 147_460, 147_468L << 32, 0x80000001, 3];

    private static readonly double[] Floats =
        [0.0, -0.0, double.NaN, 1.5, -1.5, double.MaxValue, double.Epsilon, double.NegativeInfinity, 2];

    private readonly GuestContainers guest;
    private readonly Random random;
    private readonly ContainerKind kind;
    private readonly Item[] keys;
    private readonly Item[] values;
    private readonly List<(int Place, List<(Item Key, Item Value)> Entries)> versions = [];
    private readonly List<int> heldItems = [];
    private readonly List<(KeptValue Key, KeptValue Value)> listed = [];

    public ContainerScript(GuestContainers guest, int seed)
    {
        this.guest = guest;
        random = new Random(seed);
        kind = random.Next(2) == 0 ? ContainerKind.Set : ContainerKind.Map;
        keys = Pool((SlotShape)random.Next(5));
        values = Pool(kind == ContainerKind.Set ? SlotShape.I64 : (SlotShape)random.Next(5));
    }

    /// <summary>What was done, for messages.</summary>
    public List<string> Log { get; } = [];

    private SlotShape KeyTag => keys[0].Tag;

    private SlotShape ValueTag => values[0].Tag;

    public void Run(int steps)
    {
        AddVersion(guest.Runtime.New(kind), [], "new");
        for (var i = 0; i < steps; i++)
        {
            Step();
        }

        CheckAll();
    }

    /// <summary>The versions alone keep the elements alive from now on.</summary>
    public void DropItems()
    {
        heldItems.ForEach(guest.Drop);
        heldItems.Clear();
        guest.Heap.Collect();
        CheckAll();
    }

    public void DropVersions()
    {
        foreach (var (place, _) in versions)
        {
            guest.Drop(place);
        }

        versions.Clear();
    }

    private void Step()
    {
        var at = random.Next(versions.Count);
        var (place, entries) = versions[at];
        var (key, value) = (Pick(keys), Pick(values));
        switch (random.Next(10))
        {
            case < 5:
                Insert(place, entries, key, value);
                break;
            case < 7:
                Remove(place, entries, key);
                break;
            case 7:
                AddVersion(guest.Runtime.New(kind), [], "new");
                break;
            case 8:
                Look(place, entries, key);
                break;
            default:
                Log.Add($"drop version {at}");
                guest.Drop(place);
                versions.RemoveAt(at);
                if (versions.Count == 0)
                {
                    AddVersion(guest.Runtime.New(kind), [], "new");
                }

                break;
        }

        CheckOne(versions[random.Next(versions.Count)]);
    }

    private void Insert(int place, List<(Item Key, Item Value)> entries, Item key, Item value)
    {
        using var roots = new ShadowScope(guest.Heap);
        var (keySlot, valueSlot) = (guest.Make(key, roots), guest.Make(value, roots));
        var made = guest.Runtime.Insert(kind, guest.NameOf(kind, place), new(KeyTag, keySlot, ValueTag, valueSlot));
        var expected = new List<(Item Key, Item Value)>(entries);
        var known = expected.FindIndex(e => e.Key.Identity == key.Identity);
        if (known < 0)
        {
            expected.Add((key, value));
        }
        else
        {
            expected[known] = (expected[known].Key, value);
        }

        AddVersion(made, expected, $"insert {key}: {value}");
    }

    private void Remove(int place, List<(Item Key, Item Value)> entries, Item key)
    {
        using var roots = new ShadowScope(guest.Heap);
        var made = guest.Runtime.Remove(kind, guest.NameOf(kind, place), KeyTag, guest.Make(key, roots));
        AddVersion(made, [.. entries.Where(e => e.Key.Identity != key.Identity)], $"remove {key}");
    }

    private void Look(int place, List<(Item Key, Item Value)> entries, Item key)
    {
        Log.Add($"look for {key}");
        using var roots = new ShadowScope(guest.Heap);
        var slot = guest.Make(key, roots);
        var found = guest.Runtime.TryFind(kind, guest.NameOf(kind, place), KeyTag, slot, ValueTag, out var cell);
        var known = entries.FindIndex(e => e.Key.Identity == key.Identity);
        Assert.Equal(known >= 0, found);
        if (found && kind == ContainerKind.Map)
        {
            Assert.Equal(entries[known].Value.ToString(), guest.Read(ValueTag, cell));
        }
    }

    private void AddVersion(int made, List<(Item Key, Item Value)> entries, string how)
    {
        Log.Add(how);
        versions.Add((guest.Wrapped(kind, made), entries));
        if (versions.Count > VersionsMax)
        {
            guest.Drop(versions[0].Place);
            versions.RemoveAt(0);
        }
    }

    private void CheckAll() => versions.ForEach(CheckOne);

    private void CheckOne((int Place, List<(Item Key, Item Value)> Entries) version)
    {
        var before = guest.Heap.Stats.Allocations;
        var container = guest.NameOf(kind, version.Place);
        listed.Clear();
        guest.Runtime.List(kind, container, KeyTag, ValueTag, listed);
        Assert.Equal(version.Entries.Count, guest.Runtime.Count(kind, container));
        Assert.Equal(before, guest.Heap.Stats.Allocations);
        Assert.Equal(version.Entries.Select(e => e.Key.ToString()), listed.Select(e => guest.Read(KeyTag, e.Key)));
        if (kind == ContainerKind.Map)
        {
            Assert.Equal(
                version.Entries.Select(e => e.Value.ToString()), listed.Select(e => guest.Read(ValueTag, e.Value)));
        }

        foreach (var block in version.Entries.SelectMany(e => (Item[])[e.Key, e.Value]).Where(IsBlock))
        {
            Assert.Equal(Serial(block.Slot.Pointer), GuestBytes.Word(guest.Heap.Memory, block.Slot.Pointer + 4));
        }
    }

    private Item[] Pool(SlotShape tag) => [.. Enumerable.Range(0, ItemsInPool).Select(i => Made(tag, i))];

    private Item Made(SlotShape tag, int i) => tag switch
    {
        SlotShape.I64 => new(tag, new(Numbers[i])),
        SlotShape.F64 => new(tag, new(BitConverter.DoubleToInt64Bits(Floats[i]))),
        SlotShape.Text => new(tag, default, Texts[i]),
        SlotShape.I32 => new(tag, new(i < 3 ? i : Block())),
        _ => new(tag, i == 0 ? default : new(Block(), 1 + (i % 3))),
    };

    /// <summary>A block that knows where it lies; all look alike otherwise.</summary>
    private uint Block()
    {
        var block = (uint)guest.Heap.Alloc(16);
        GuestBytes.Bytes(guest.Heap.Memory, block, 16).Clear();
        GuestBytes.SetWord(guest.Heap.Memory, block + 4, Serial(block));
        heldItems.Add(guest.Hold(block));
        return block;
    }

    private static bool IsBlock(Item item) => item.Tag is SlotShape.Items or SlotShape.I32 && item.Slot.Pointer > 255;

    private static uint Serial(uint block) => block ^ 0xA5000000;

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
