using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

/// <summary>A heap is collected when it is full, and grows by what lives in it.</summary>
public sealed class PacingCheckTests
{
    private const int Page = 64;

    /// <summary>128 bytes, 64 of them live.</summary>
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

    [Fact]
    public void It_is_not_collected_for_want_of_room_that_it_has()
    {
        var pacing = new PacingCheck();
        pacing.Forget();
        var view = At(0, 3 * Page) with { Wanted = Page };
        Assert.Equal(PaceRule.CollectedWithRoom, pacing.Flaw(view, isCollecting: true)?.Rule);
        Assert.Null(pacing.Flaw(view with { Wanted = Page + 8 }, isCollecting: true));
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
    };
}
