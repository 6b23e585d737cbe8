using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>The buckets of Vera's releases, word for word.</summary>
public class BucketLayoutTests
{
    private static readonly VeraType Ints = VeraType.Set(VeraType.Int);
    private static readonly VeraType Texts = VeraType.Map(VeraType.String, VeraType.String);

    [Fact]
    public void A_truth_bucket_has_a_header_and_slots_of_five_words()
    {
        using var session = Started(RuntimeKind.Bucket);
        var set = session.Insert(Ints, session.Insert(Ints, session.New(Ints), new(-2), default), new(7), default);
        Assert.Equal([0xFEEDC002, 0], Words(session, set, 2));
        Assert.Equal(
            [8, 2, 1, 0xFFFFFFFE, 0xFFFFFFFF, 0, 0, 1, 7, 0, 0, 0, 0],
            Words(session, session.Word(set + 8), 13));
    }

    [Theory]
    [InlineData(1, 168)]
    [InlineData(4, 168)]
    [InlineData(5, 328)]
    [InlineData(8, 328)]
    [InlineData(9, 648)]
    public void A_truth_bucket_grows_by_powers_of_two(int count, int bytes)
    {
        using var session = Started(RuntimeKind.Bucket);
        Assert.Equal(bytes, PayloadBytes(session, session.Word(SetOf(session, count) + 8)));
    }

    [Theory]
    [InlineData(4, 96)]
    [InlineData(5, 120)]
    [InlineData(6, 144)]
    public void A_mirror_bucket_asks_for_another_size_each_time(int count, int bytes)
    {
        using var session = Started(RuntimeKind.Mirror);
        Assert.Equal(bytes, PayloadBytes(session, session.Word(SetOf(session, count) + 8)));
    }

    [Fact]
    public void A_mirror_bucket_shows_words_only()
    {
        using var session = Started(RuntimeKind.Mirror);
        var type = VeraType.Map(VeraType.String, VeraType.Int);
        var key = session.NewText("key");
        var map = session.Insert(type, session.New(type), key, new(0x1_2345_6789));
        Assert.Equal([0xFEEDC001, 0x80000002], Words(session, map, 2));
        var words = Words(session, session.Word(map + 8), 4);
        Assert.Equal([3u, 0x23456789u, 0u], words[1..]);
        Assert.NotEqual(key.Pointer, words[0]);
        Assert.Equal("\"key\"", session.Text(VeraType.String, new(words[0], 3)));

        var floats = VeraType.Map(VeraType.Float64, VeraType.String);
        var hidden = session.Insert(floats, session.New(floats), new(BitConverter.DoubleToInt64Bits(1.5)), key);
        Assert.Equal([0, 0, 0], Words(session, session.Word(hidden + 8), 3));
        Assert.Equal(0u, session.Word(session.Remove(floats, hidden, new(BitConverter.DoubleToInt64Bits(1.5))) + 8));
    }

    /// <summary>Addresses tell the order: nothing is collected, so each block lies above the one before.</summary>
    [Fact]
    public void A_truth_bucket_is_followed_by_a_new_copy_of_every_string_value_first()
    {
        using var session = Started(RuntimeKind.Bucket);
        var (key, value) = (session.NewText("k"), session.NewText("v"));
        var one = session.Insert(Texts, session.New(Texts), key, value);
        var two = session.Insert(Texts, one, session.NewText("l"), value);
        var bucket = session.Word(two + 8);
        uint[] made = [two, bucket, session.Word(bucket + 20), session.Word(bucket + 12)];
        uint[] next = [session.Word(bucket + 40), session.Word(bucket + 32)];
        Assert.Equal([.. made.Concat(next).Order()], [.. made, .. next]);
        Assert.DoesNotContain(value.Pointer, made);

        var removed = session.Remove(Texts, two, key);
        Assert.Equal(Words(session, bucket + 28, 5), Words(session, session.Word(removed + 8) + 8, 5));
    }

    private static RuntimeSession Started(RuntimeKind runtime)
    {
        var session = new RuntimeSession(runtime, CollectorKind.Vera);
        session.Start(new CollectionSchedule.Natural());
        return session;
    }

    private static uint SetOf(RuntimeSession session, int count)
    {
        var set = session.New(Ints);
        for (var i = 0; i < count; i++)
        {
            set = session.Insert(Ints, set, new(i), default);
        }

        return set;
    }

    private static int PayloadBytes(RuntimeSession session, uint block) =>
        session.Heap.View().PayloadBytes((int)block);

    private static uint[] Words(RuntimeSession session, uint address, int count) =>
        [.. Enumerable.Range(0, count).Select(i => session.Word(address + (uint)(4 * i)))];
}
