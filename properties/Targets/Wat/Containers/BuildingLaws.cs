using System.Numerics;
using FsCheck.Xunit;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Targets.Wat.Containers.Trie;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>
/// A fold of insertions is carried out in place, and nothing can tell: with a collection at every allocation and freed
/// blocks spoilt.
/// </summary>
public class BuildingLaws
{
    [Property(MaxTest = 60)]
    public void Folds_from_any_version_give_what_insertions_give_and_change_no_other_version(
        bool isVera, bool isMap, byte letters, byte[] script)
    {
        using var guest = new LinkedContainers(isVera ? CollectorKind.Vera : CollectorKind.Hardened);
        Assert.Null(FirstDifference(guest, isMap, "ifsba"[letters % 5], "ifsba"[letters / 5 % 5], script));
    }

    /// <summary>The law above can fail, of each thing that is planted.</summary>
    [Theory]
    [InlineData("open-kept")]
    [InlineData("open-shared")]
    [InlineData("open-original")]
    [InlineData("open-overrun")]
    [InlineData("open-entry-unrooted")]
    public void Folds_that_are_broken_are_told_from_insertions(string fault)
    {
        byte[] script = [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 37 % 256))];
        using var guest = new LinkedContainers(CollectorKind.Hardened, edit: HeapPatches.Containers[fault]);
        Assert.NotNull(Record.Exception(() => Assert.Null(FirstDifference(guest, isMap: false, 's', 'b', script))));
    }

    /// <summary>Keys that agree down to a level, and folds that begin with any of their subsets.</summary>
    [Theory]
    [InlineData('i')]
    [InlineData('s')]
    public void Keys_that_agree_down_to_any_level_have_the_shape_that_insertions_give_them(char k)
    {
        for (var level = 0; level <= (k == 'i' ? 15 : 16); level++)
        {
            using var guest = new LinkedContainers(CollectorKind.Hardened);
            var keys = k == 'i'
                ? [.. CollidingKeys.Integers(level, 5)]
                : CollidingKeys.Texts(level, 5).Select(guest.Text).ToArray();
            var all = Chain(guest, k, guest.Kept("set_new"), keys);
            for (var subset = 0; subset < 1 << keys.Length; subset++)
            {
                var begun = Chain(guest, k, guest.Kept("set_new"), [.. keys.Where((_, i) => (subset >> i & 1) != 0)]);
                var before = guest.Shape(k, begun);
                var built = guest.Kept("set_open", begun);
                foreach (var key in keys.Reverse())
                {
                    guest.Call($"set_put$e{k}", built, key);
                }

                guest.Call("set_close", built);
                Assert.Equal(guest.Shape(k, all), guest.Shape(k, built));
                Assert.Equal(before, guest.Shape(k, begun));
            }
        }
    }

    /// <summary>
    /// Our own heap hands out zeros. One that the functions are linked to may not, and finds what was freed there.
    /// </summary>
    [Theory]
    [InlineData("", "", false)]
    [InlineData("(br $rest)", "(nop)", true)]
    [InlineData("(local.get $count) (i32.const 0))", "(local.get $count) (i32.const 8))", true)]
    [InlineData("(i32.lt_u (local.get $count) (local.get $room))", "(i32.const 0)", true)]
    public void Room_that_no_pointer_has_taken_is_0_where_blocks_are_handed_out_as_they_were(
        string sound, string broken, bool isBroken)
    {
        var edit = isBroken
            ? new HeapEdit(broken, text => text.Replace(sound, broken, StringComparison.Ordinal))
            : null;
        using var guest = new LinkedContainers(CollectorKind.Vera, edit: edit);
        var nodes = new TrieNodes(guest.Heap);
        var taken = new List<uint>();
        long[] keys = [.. Enumerable.Range(0, 40), .. CollidingKeys.Integers(3, 8)];
        var empty = guest.Kept("set_new");
        Array.ForEach(keys, key => guest.Call("set_add$ei", empty, key));
        var open = guest.Kept("set_open", empty);
        foreach (var key in keys)
        {
            guest.Call("set_put$ei", open, key);
            Room(GuestBytes.Word(guest.Heap.Memory, (uint)open + 16));
        }

        Assert.Equal(isBroken, taken.Exists(word => word != 0));
        Assert.NotEmpty(taken);

        void Room(uint node)
        {
            const int RoomShift = 16, RoomMask = 31;
            var maps = nodes.Maps(node);
            var (data, below) = (maps.DataCount, BitOperations.PopCount(maps.Nodes & 0xFFFF));
            var room = (int)(GuestBytes.Word(guest.Heap.Memory, node + 4) >> RoomShift) & RoomMask;
            taken.AddRange(Enumerable.Range(data + below, room - data - below)
                .Select(place => GuestBytes.Word(guest.Heap.Memory, node + TrieNodes.BytesOf(place))));
            foreach (var place in Enumerable.Range(data, below))
            {
                Room(nodes.PointerAt(node, place));
            }
        }
    }

    [Fact]
    public void What_is_open_is_no_container_and_what_is_closed_is_not_open()
    {
        using var guest = new LinkedContainers(CollectorKind.Hardened);
        var set = guest.Kept("set_add$ei", guest.Kept("set_new"), 1);
        var open = guest.Kept("set_open", set);
        foreach (var function in (string[])["set_add$ei", "set_contains$ei", "set_size", "set_to_array$ei", "set_open"])
        {
            Assert.Throws<HeapTrap>(() => guest.Call(function, open, 2));
        }

        Assert.Throws<HeapTrap>(() => guest.Call("map_put$ki_vi", open, 2, 2));
        guest.Call("set_close", open);
        Assert.Throws<HeapTrap>(() => guest.Call("set_put$ei", open, 2));
        Assert.Throws<HeapTrap>(() => guest.Call("set_close", open));
        Assert.Equal(guest.Shape('i', set), guest.Shape('i', open));
    }

    /// <summary>A chain of insertions leaves a path behind at each step.</summary>
    [Fact]
    public void A_fold_allocates_little_more_than_what_it_builds()
    {
        using var guest = new LinkedContainers(CollectorKind.Hardened, interval: 0);
        var before = guest.Heap.AllocatedBytes;
        var open = guest.Kept("set_open", guest.Kept("set_new"));
        for (var i = 0; i < 20_000; i++)
        {
            guest.Call("set_put$ei", open, i);
        }

        guest.Call("set_close", open);
        var allocated = guest.Heap.AllocatedBytes - before;
        guest.Heap.Collect();
        Assert.InRange(allocated, 0, 2 * MarkedBlocks.Bytes(guest.Heap.View()));
        Assert.Equal(20_000, guest.Call("set_size", open));
    }

    /// <summary>
    /// Each step names a version to begin with and some keys; a byte in four begins two folds at once, key by key.
    /// </summary>
    private static string? FirstDifference(LinkedContainers guest, bool isMap, char k, char v, byte[] script)
    {
        var (keys, values) = (LinkedContainerLaws.Pool(guest, k), LinkedContainerLaws.Pool(guest, v));
        var (kind, put) = isMap ? ("map", $"map_put$k{k}_v{v}") : ("set", $"set_put$e{k}");
        var versions = new List<(long Made, string Shape)>();
        Keep(guest.Kept($"{kind}_new"));
        for (var i = 0; i < script.Length; i++)
        {
            var begun = versions[script[i] % versions.Count].Made;
            var expected = begun;
            long[] open = [.. Enumerable.Repeat(begun, script[i] % 4 == 0 ? 2 : 1)
                .Select(from => guest.Kept($"{kind}_open", from))];
            for (var j = 0; j < 1 + (script[i] % 7); j++)
            {
                var (key, value) = ((script[i] + (5 * j)) % keys.Length, (i + j) % values.Length);
                expected = LinkedContainerLaws.Added(guest, isMap, k, v, expected, keys[key], values[value]);
                Array.ForEach(open, one => guest.Call(put, one, keys[key], values[value]));
            }

            Array.ForEach(open, one => guest.Call($"{kind}_close", one));
            var wanted = Seen(expected);
            if (open.Select(Seen).Concat(versions.Select(one => Seen(one.Made)))
                .Zip(Enumerable.Repeat(wanted, open.Length).Concat(versions.Select(one => one.Shape)))
                .FirstOrDefault(pair => pair.First != pair.Second) is ({ } seen, var should))
            {
                return $"step {i}: {seen}\nshould be {should}";
            }

            Array.ForEach([.. open, expected], Keep);
        }

        return null;

        void Keep(long version) => versions.Add((version, Seen(version)));

        string Seen(long version) => string.Join(' ',
        [
            guest.Shape(k, version),
            .. guest.Column(k, guest.Call(isMap ? $"map_keys$k{k}" : $"set_to_array$e{k}", version)),
            .. isMap ? guest.Column(v, guest.Call($"map_values$v{v}", version)) : [],
        ]);
    }

    private static long Chain(LinkedContainers guest, char k, long from, long[] keys) =>
        keys.Aggregate(from, (set, key) => guest.Kept($"set_add$e{k}", set, key));
}
