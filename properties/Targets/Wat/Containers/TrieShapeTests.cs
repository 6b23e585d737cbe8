using System.Buffers.Binary;
using FsCheck.Xunit;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Containers.Trie;
using Vera.GcStress.Targets.Wat.Values;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>What a set holds decides what its trie looks like, and nothing else does.</summary>
public class TrieShapeTests
{
    private const uint RootOffset = 16;

    private static readonly VeraType OfInt = VeraType.Set(VeraType.Int);

    /// <summary>
    /// Few numbers, so that scripts remove what they inserted, and some share many bits of their hashes.
    /// </summary>
    private static readonly long[] Numbers = [.. Enumerable.Range(0, 24).Select(i => (long)i), .. Alike(16, 12)];

    [Property(MaxTest = 60)]
    public void Equal_contents_have_equal_shapes_whatever_their_history(byte[] script, int order)
    {
        using var session = Session();
        var set = session.New(OfInt);
        var contents = new HashSet<long>();
        foreach (var step in script)
        {
            var key = Numbers[step / 2 % Numbers.Length];
            set = step % 2 == 0 || step > 200
                ? session.Insert(OfInt, set, new(key), default)
                : session.Remove(OfInt, set, new(key));
            _ = step % 2 == 0 || step > 200 ? contents.Add(key) : contents.Remove(key);
        }

        var again = session.New(OfInt);
        foreach (var key in contents.OrderBy(k => unchecked((int)k * order)))
        {
            again = session.Insert(OfInt, again, new(key), default);
        }

        Assert.Equal(Shape(session, again), Shape(session, set));
    }

    /// <summary>The law above can fail, and so does every read of such a set.</summary>
    [Fact]
    public void A_node_that_removal_does_not_collapse_is_seen()
    {
        using var session = new RuntimeSession(RuntimeKind.Container, CollectorKind.Hardened, "node-uncollapsed");
        session.Start(new CollectionSchedule.Natural());
        var pair = Alike(8, 2);
        var one = session.Insert(OfInt, session.New(OfInt), new(pair[0]), default);
        var two = session.Insert(OfInt, one, new(pair[1]), default);
        var left = session.Remove(OfInt, two, new(pair[1]));
        Assert.NotEqual(Shape(session, one), Shape(session, left));
        Assert.Contains("belongs above", session.Text(OfInt, new(left)), StringComparison.Ordinal);
    }

    /// <summary>Keys whose hashes begin alike make the trie deep, not wrong and not large.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(20)]
    public void Keys_with_one_hash_prefix_stay_correct_and_bounded(int bits)
    {
        using var session = Session();
        var keys = Alike(bits, 40);
        AssertKept(session, OfInt, [.. keys.Select(k => new Slot(k))], stepBytesMax: 1500);
    }

    [Fact]
    public void Keys_with_one_hash_stay_correct_and_bounded()
    {
        using var session = Session();
        var type = VeraType.Set(VeraType.String);
        var keys = Colliding(40).Select(text => Text(session, text)).ToArray();
        Assert.Single(keys.Select(k => KeyHash.Of(session.Heap.Memory, SlotShape.Text, k)).Distinct());
        AssertKept(session, type, keys, stepBytesMax: 1500);
    }

    private static void AssertKept(RuntimeSession session, VeraType type, Slot[] keys, long stepBytesMax)
    {
        var set = session.New(type);
        foreach (var key in keys)
        {
            var before = session.Heap.AllocatedBytes;
            set = session.Insert(type, set, key, default);
            Assert.InRange(session.Heap.AllocatedBytes - before, 1, stepBytesMax);
        }

        session.Heap.Collect();
        Assert.All(keys, key => Assert.True(session.Contains(type, set, key)));
        for (var left = keys.Length; left > 0; left--)
        {
            Assert.Equal(left, session.Size(type, set));
            set = session.Remove(type, set, keys[left - 1]);
            Assert.False(session.Contains(type, set, keys[left - 1]));
            Assert.All(keys[..(left - 1)], key => Assert.True(session.Contains(type, set, key)));
        }
    }

    private static RuntimeSession Session()
    {
        var session = new RuntimeSession(RuntimeKind.Container, CollectorKind.Hardened);
        session.Start(new CollectionSchedule.Natural());
        return session;
    }

    /// <summary>Maps and keys, from the root down; what tells the order of insertion is left out.</summary>
    private static string Shape(RuntimeSession session, uint set)
    {
        var root = session.Word(set + RootOffset);
        return root == 0 ? "" : Node(session, root, 0);
    }

    private static string Node(RuntimeSession session, uint node, int level)
    {
        var (nodes, entries) = (new TrieNodes(session.Heap), new TrieEntries(session.Heap));
        var maps = nodes.Maps(node);
        Assert.True(level < TrieNodes.Levels, "no two integers have one hash");
        var shape = new EntryShape(SlotShape.I64, default, false);
        var data = Enumerable.Range(0, maps.DataCount)
            .Select(i => $"{entries.Key(shape, nodes.PointerAt(node, i)).Bits}");
        var below = Enumerable.Range(maps.DataCount, maps.NodeCount)
            .Select(i => Node(session, nodes.PointerAt(node, i), level + 1));
        return $"{maps.Data:x}/{maps.Nodes:x}({string.Join(' ', data.Concat(below))})";
    }

    /// <summary>Numbers whose hashes have this number of low bits in common.</summary>
    private static long[] Alike(int bits, int count)
    {
        var mask = (1UL << bits) - 1;
        var wanted = KeyHash.Of([], SlotShape.I64, new(0)) & mask;
        var found = new List<long>();
        for (long number = 0; found.Count < count; number++)
        {
            if ((KeyHash.Of([], SlotShape.I64, new(number)) & mask) == wanted)
            {
                found.Add(number);
            }
        }

        return [.. found];
    }

    /// <summary>
    /// Texts of 16 bytes with one hash: the second half undoes what the first did. Integers are hashed by the same
    /// steps.
    /// </summary>
    private static IEnumerable<byte[]> Colliding(int count)
    {
        const ulong Factor = 0xD6E8FEB86659FD93;
        for (ulong first = 0; first < (ulong)count; first++)
        {
            var state = unchecked(Spread(Spread(16 + Factor) ^ first) + Factor);
            var text = new byte[16];
            BinaryPrimitives.WriteUInt64LittleEndian(text, first);
            BinaryPrimitives.WriteUInt64LittleEndian(text.AsSpan(8), state);
            yield return text;
        }

        static ulong Spread(ulong value) => KeyHash.Of([], SlotShape.I64, new(unchecked((long)value)));
    }

    private static Slot Text(RuntimeSession session, byte[] text)
    {
        var block = (uint)session.Heap.AllocData(text.Length);
        session.Heap.Push((int)block);
        text.CopyTo(GuestBytes.Bytes(session.Heap.Memory, block, text.Length));
        return new(block, text.Length);
    }
}
