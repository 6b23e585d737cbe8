using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

/// <summary>A heap is collected when it is full, and grows by what lives in it.</summary>
public sealed class PacingCheckTests
{
    private const int Page = 64;

    /// <summary>128 bytes, 64 of them live, of which nothing was swept yet.</summary>
    private static readonly HandMadeHeap Heap = new(CollectorKind.Hardened, (60, true), (60, false));

    [Theory]
    [InlineData(100, 3 * Page, null)]
    [InlineData(100, 2 * Page, PaceRule.GrewTooLittle)]
    [InlineData(100, 5 * Page, PaceRule.GrewTooMuch)]
    [InlineData(10, 4 * Page, null)]
    [InlineData(10, 3 * Page, PaceRule.GrewTooLittle)]
    public void After_a_collection_it_has_room_for_what_lives_and_more_if_collections_come_too_soon(
        int askedSince, int room, PaceRule? flaw)
    {
        var pacing = new PacingCheck();
        pacing.Forget();
        Collect(pacing, allocated: 0, room: 2 * Page);
        Collect(pacing, allocated: askedSince, room: 2 * Page, mayHaveGrown: true);
        Assert.Equal(flaw, pacing.Flaw(At(askedSince, room), isCollecting: false)?.Rule);
    }

    /// <summary>
    /// It may grow by half where memory would have none left for what is lacking; then it grows by that alone.
    /// </summary>
    [Theory]
    [InlineData(5 * Page, null)]
    [InlineData(6 * Page, PaceRule.GrewBeyondMemory)]
    public void A_memory_that_may_not_grow_as_it_would_like_to_grows_by_what_is_lacking(int room, PaceRule? flaw)
    {
        var pacing = new PacingCheck();
        pacing.Forget();
        var small = At(0, 2 * Page) with { Wanted = (2 * Page) + 8 };
        small = small with { Room = small.Room with { MemoryMax = HandMadeHeap.Start + (5 * Page) } };
        Assert.Null(pacing.Flaw(small, isCollecting: true));
        pacing.Begin(small);
        var grown = small with { Wanted = 0, Room = small.Room with { Limit = HandMadeHeap.Start + room } };
        Assert.Equal(flaw, pacing.Flaw(grown, isCollecting: false)?.Rule);
    }

    [Fact]
    public void It_is_not_collected_for_want_of_room_that_it_has()
    {
        var pacing = new PacingCheck();
        pacing.Forget();
        var view = At(0, 3 * Page) with { Wanted = Page };
        Assert.Equal(PaceRule.CollectedWithRoom, pacing.Flaw(view, isCollecting: true)?.Rule);
        Assert.Null(pacing.Flaw(view with { Wanted = Page + 8 }, isCollecting: true));
    }

    /// <summary>96 bytes are free, above and below what is live.</summary>
    [Theory]
    [InlineData(CollectorKind.Hardened, 64, false)]
    [InlineData(CollectorKind.Hardened, 72, true)]
    [InlineData(CollectorKind.Vera, 64, false)]
    [InlineData(CollectorKind.Vera, 72, true)]
    public void It_is_not_collected_where_a_free_block_would_do(CollectorKind collector, int wanted, bool isSound)
    {
        var heap = new HandMadeHeap(collector, (28, false), (60, true), (60, false));
        var view = heap.View with { Wanted = wanted, Room = new(heap.End, Page, 1 << 20, 0, 0) };
        var pacing = new PacingCheck();
        pacing.Forget();
        Assert.Equal(
            isSound ? null : new Evidence.OutOfPace(PaceRule.CollectedBesideFree, 64, wanted),
            pacing.Flaw(view, isCollecting: true));
    }

    /// <summary>A long list costs no more than a short one: whoever is far behind is not found.</summary>
    [Theory]
    [InlineData(FreeBins.TriedMax - 1, true)]
    [InlineData(FreeBins.TriedMax, false)]
    public void Among_blocks_about_as_large_only_the_first_count(int smaller, bool isFlaw)
    {
        // Lists begin at the highest address.
        var small = Enumerable.Repeat((596, false), smaller).SelectMany(block => new[] { (4, true), block });
        var heap = new HandMadeHeap(CollectorKind.Hardened, [(700, false), .. small]);
        var view = heap.View with { Wanted = 640, Room = new(heap.End, Page, 1 << 20, 0, 0) };
        var pacing = new PacingCheck();
        pacing.Forget();
        Assert.Equal(isFlaw, pacing.Flaw(view, isCollecting: true)?.Rule is PaceRule.CollectedBesideFree);
    }

    [Fact]
    public void Without_a_collection_it_does_not_grow_and_takes_no_memory_that_it_has_no_use_for()
    {
        var pacing = new PacingCheck();
        pacing.Forget();
        Assert.Null(pacing.Flaw(At(0, 2 * Page), isCollecting: false));
        Assert.Null(pacing.Flaw(At(50, 2 * Page), isCollecting: false));
        Assert.Equal(PaceRule.GrewTooMuch, pacing.Flaw(At(50, 3 * Page), isCollecting: false)?.Rule);
        var greedy = At(50, 3 * Page);
        Assert.Equal(
            PaceRule.TookUnneeded,
            pacing.Flaw(greedy with { Room = greedy.Room with { Unneeded = 1 } }, isCollecting: false)?.Rule);
    }

    [Fact]
    public void What_is_written_to_a_free_block_is_seen()
    {
        var heap = new HandMadeHeap(CollectorKind.Hardened, (28, true), (28, false));
        var free = heap.Blocks[1];
        heap.Memory.AsSpan(free + 4, 24).Fill(0xF5);
        var view = heap.View with { IsPoisoned = true };
        Assert.Null(FreedCheck.Flaw(view));
        heap.Memory[free + 27] = 0;
        Assert.Equal(new Evidence.FreedChanged(free, 28, 27), FreedCheck.Flaw(view));
        Assert.Null(FreedCheck.Flaw(view with { IsPoisoned = false }));
    }

    private static void Collect(PacingCheck pacing, long allocated, int room, bool mayHaveGrown = false)
    {
        var view = At(allocated, room) with { Wanted = 8 };
        Assert.True(pacing.Flaw(view, isCollecting: true) is null || mayHaveGrown);
        pacing.Begin(view);
    }

    private static HeapView At(long allocated, int room) => Heap.View with
    {
        Room = new(HandMadeHeap.Start + room, Page, 1 << 20, allocated, 0),
        FreeHeads = [],
    };
}
