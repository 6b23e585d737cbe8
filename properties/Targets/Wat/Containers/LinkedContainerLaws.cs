using FsCheck.Xunit;
using Vera.GcStress.Heaps;
using Vera.GcStress.Targets.Wat.Containers.Linked;
using Vera.GcStress.Targets.Wat.Containers.Trie;
using Vera.GcStress.Targets.Wat.Faults;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>
/// Sets and maps that are WASM functions, with a collection at every allocation and freed blocks spoilt.
/// </summary>
public class LinkedContainerLaws
{
    private const int Keys = 12;

    private static readonly long[] Numbers =
    [
        0, 1, -1, long.MinValue, long.MaxValue, 147_460, 147_468L << 32, 0x80000001, 3, .. CollidingKeys.Integers(2, 3),
    ];

    private static readonly double[] Floats =
    [
        0.0, -0.0, double.NaN, -double.NaN, 1.5, -1.5, double.MaxValue, double.Epsilon, double.NegativeInfinity, 2, 3,
        4,
    ];

    private static readonly string[] Texts =
        ["", "a", "b", "\0", "é", "12345678", "123456789", "aaaaaaaaaaaaaaaaaaaaaaaa", .. CollidingKeys.Texts(16, 4)];

    /// <summary>Every operation, for every way to pass keys and values; no trace of how contents came about.</summary>
    [Property(MaxTest = 100)]
    public void Functions_answer_as_a_list_does_and_equal_contents_have_equal_shapes(
        bool isVera, bool isMap, byte letters, byte[] script, int order)
    {
        using var guest = new LinkedContainers(isVera ? CollectorKind.Vera : CollectorKind.Hardened);
        var (k, v) = ("ifsba"[letters % 5], "ifsba"[letters / 5 % 5]);
        var (keys, values) = (Pool(guest, k), Pool(guest, v));
        var expected = new List<(int Key, int Value)>();
        var made = guest.Kept(isMap ? "map_new" : "set_new");
        foreach (var step in script)
        {
            var (key, value) = (step % Keys, step / Keys % Keys);
            var old = guest.Shape(k, made);
            var before = made;
            if (step < 170)
            {
                made = Added(guest, isMap, k, v, made, keys[key], values[value]);
                Add(expected, k, key, value);
            }
            else
            {
                made = guest.Kept(isMap ? $"map_remove$k{k}" : $"set_remove$e{k}", made, keys[key]);
                expected.RemoveAll(entry => Identity(k, entry.Key) == Identity(k, key));
            }

            Assert.Equal(old, guest.Shape(k, before));
            AssertHolds(guest, isMap, k, v, made, expected, keys, values);
        }

        var again = guest.Kept(isMap ? "map_new" : "set_new");
        foreach (var (key, value) in expected.OrderBy(entry => unchecked(entry.Key * order)))
        {
            again = Added(guest, isMap, k, v, again, keys[key], values[value]);
        }

        Assert.Equal(guest.Shape(k, again), guest.Shape(k, made));
    }

    /// <summary>
    /// Of six keys whose hashes agree down to a level, every subset has one shape, whichever way it was come to. So no
    /// order of insertions or removals has another.
    /// </summary>
    [Theory]
    [InlineData('i', CollectorKind.Hardened)]
    [InlineData('s', CollectorKind.Hardened)]
    [InlineData('s', CollectorKind.Vera)]
    public void Keys_that_agree_down_to_any_level_leave_no_trace_of_their_order(char k, CollectorKind collector)
    {
        for (var level = 0; level <= (k == 'i' ? 15 : 16); level++)
        {
            using var guest = new LinkedContainers(collector);
            var keys = k == 'i'
                ? [.. CollidingKeys.Integers(level, 6)]
                : CollidingKeys.Texts(level, 6).Select(guest.Text).ToArray();
            var sets = new long[64];
            sets[0] = guest.Kept("set_new");
            for (var subset = 1; subset < 64; subset++)
            {
                var last = int.Log2(subset);
                sets[subset] = guest.Kept($"set_add$e{k}", sets[subset & ~(1 << last)], keys[last]);
            }

            var shapes = Array.ConvertAll(sets, set => guest.Shape(k, set));
            foreach (var (from, i) in from subset in Enumerable.Range(0, 64)
                                      from i in Enumerable.Range(0, 6)
                                      select (subset, i))
            {
                var without = guest.Call($"set_remove$e{k}", sets[from], keys[i]);
                Assert.Equal(shapes[from & ~(1 << i)], guest.Shape(k, without));
                var with = guest.Call($"set_add$e{k}", sets[from], keys[i]);
                Assert.Equal(shapes[from | (1 << i)], guest.Shape(k, with));
                Assert.Equal(from >> i & 1, guest.Call($"set_contains$e{k}", sets[from], keys[i]));
            }

            Assert.Equal(shapes, Array.ConvertAll(sets, set => guest.Shape(k, set)));
        }
    }

    [Fact]
    public void What_only_looks_allocates_nothing_but_what_it_returns()
    {
        using var guest = new LinkedContainers(CollectorKind.Hardened);
        var map = guest.Kept("map_new");
        for (var i = 0; i < 300; i++)
        {
            map = guest.Kept("map_insert$ki_vs", map, i, guest.Text($"{i}"));
        }

        Assert.Equal(0, Allocations(() => guest.Call("map_contains$ki", map, 7)));
        Assert.Equal(0, Allocations(() => guest.Call("map_contains$ki", map, 700)));
        Assert.Equal(0, Allocations(() => guest.Call("map_size", map)));
        Assert.Equal(1, Allocations(() => guest.Call("map_get$ki_vs", map, 7)));
        Assert.Equal(1, Allocations(() => guest.Call("map_keys$ki", map)));
        Assert.Equal(1, Allocations(() => guest.Call("map_values$vs", map)));

        int Allocations(Action look)
        {
            var before = guest.Heap.Stats.Allocations;
            look();
            return guest.Heap.Stats.Allocations - before;
        }
    }

    /// <summary>The laws on shapes can fail.</summary>
    [Fact]
    public void A_node_that_removal_leaves_with_one_entry_is_another_shape()
    {
        using var guest = new LinkedContainers(
            CollectorKind.Hardened, edit: HeapPatches.Containers["node-uncollapsed"]);
        var keys = CollidingKeys.Integers(3, 2);
        var one = guest.Kept("set_add$ei", guest.Kept("set_new"), keys[0]);
        var left = guest.Kept("set_remove$ei", guest.Kept("set_add$ei", one, keys[1]), keys[1]);
        Assert.Equal(guest.Column('i', guest.Call("set_to_array$ei", one)).Count, guest.Call("set_size", left));
        Assert.NotEqual(guest.Shape('i', one), guest.Shape('i', left));
    }

    /// <summary>Without it, who knows our text can choose strings that all have one hash.</summary>
    [Fact]
    public void A_seed_parts_keys_that_were_made_to_meet_and_changes_no_answer()
    {
        const string Seed = "(i64.const 0x5EED5EED5EED5EED)";
        var bottom = new string(')', CollidingKeys.Levels + 1);
        var asked = new ContainerHost { Seed = 0x5EED5EED5EED5EED };
        Assert.Contains(Seed, ContainerText.For(["set_add$es"], asked), StringComparison.Ordinal);
        using var seeded = new LinkedContainers(
            CollectorKind.Hardened,
            edit: new("seeded", text => text.Replace("{SEED}", Seed, StringComparison.Ordinal)));
        using var plain = new LinkedContainers(CollectorKind.Hardened);
        var (meeting, parted) = (Filled(plain), Filled(seeded));
        Assert.Equal(
            plain.Column('s', plain.Call("set_to_array$es", meeting)),
            seeded.Column('s', seeded.Call("set_to_array$es", parted)));
        Assert.Contains(bottom, plain.Shape('s', meeting), StringComparison.Ordinal);
        Assert.DoesNotContain(bottom, seeded.Shape('s', parted), StringComparison.Ordinal);

        static long Filled(LinkedContainers guest) => CollidingKeys.Texts(16, 12).Select(guest.Text)
            .Aggregate(guest.Kept("set_new"), (set, text) => guest.Kept("set_add$es", set, text));
    }

    [Fact]
    public void A_module_gets_the_functions_that_it_needs_and_no_others()
    {
        var host = new ContainerHost();
        var set = ContainerText.For(["set_add$ei", "set_size"], host);
        Assert.Contains("(func $vera.set_add$ei ", set, StringComparison.Ordinal);
        Assert.DoesNotContain("hash.s", set, StringComparison.Ordinal);
        Assert.DoesNotContain("remove", set, StringComparison.Ordinal);
        Assert.DoesNotContain("{", ContainerText.For(ContainerModule.Names, host), StringComparison.Ordinal);
        Assert.All(ContainerModule.Names, name => Assert.True(ContainerText.Offers(name), name));
        Assert.All(
            ["alloc", "put.i", "json_parse", "set_add$ex", "map_insert$ki", "host_decref_handle"],
            name => Assert.False(ContainerText.Offers(name), name));
    }

    internal static long Added(LinkedContainers guest, bool isMap, char k, char v, long to, long key, long value) =>
        isMap ? guest.Kept($"map_insert$k{k}_v{v}", to, key, value) : guest.Kept($"set_add$e{k}", to, key);

    private static void Add(List<(int Key, int Value)> entries, char k, int key, int value)
    {
        var known = entries.FindIndex(entry => Identity(k, entry.Key) == Identity(k, key));
        if (known < 0)
        {
            entries.Add((key, value));
        }
        else
        {
            entries[known] = (entries[known].Key, value);
        }
    }

    private static void AssertHolds(
        LinkedContainers guest, bool isMap, char k, char v, long made, List<(int Key, int Value)> expected,
        long[] keys, long[] values)
    {
        var listed = guest.Column(k, guest.Call(isMap ? $"map_keys$k{k}" : $"set_to_array$e{k}", made));
        Assert.Equal(expected.Select(entry => guest.Shown(k, keys[entry.Key])), listed);
        Assert.Equal(expected.Count, guest.Call(isMap ? "map_size" : "set_size", made));
        for (var key = 0; key < Keys; key++)
        {
            var known = expected.FindIndex(entry => Identity(k, entry.Key) == Identity(k, key));
            var found = guest.Call(isMap ? $"map_contains$k{k}" : $"set_contains$e{k}", made, keys[key]);
            Assert.Equal(known < 0 ? 0 : 1, found);
            if (isMap)
            {
                var value = guest.Some(v, guest.Call($"map_get$k{k}_v{v}", made, keys[key]));
                Assert.Equal(known < 0 ? null : guest.Shown(v, values[expected[known].Value]), value);
            }
        }

        if (isMap)
        {
            Assert.Equal(
                expected.Select(entry => guest.Shown(v, values[entry.Value])),
                guest.Column(v, guest.Call($"map_values$v{v}", made)));
        }
    }

    /// <summary>The first of the pool that is the same key; all others are keys of their own.</summary>
    private static int Identity(char letter, int key) => letter == 'f' && (key is 1 or 3) ? key - 1 : key;

    internal static long[] Pool(LinkedContainers guest, char letter) => [.. Enumerable.Range(0, Keys).Select(i =>
        letter switch
        {
            'i' => Numbers[i],
            'f' => BitConverter.DoubleToInt64Bits(Floats[i]),
            's' => guest.Text(Texts[i]),
            'b' => i < 3 ? i : guest.Block(),
            _ => i == 0 ? 0 : LinkedContainers.Pair((uint)guest.Block(), 1 + (i % 3)),
        })];
}
