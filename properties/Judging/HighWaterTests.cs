using FsCheck.Xunit;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Growth;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Model;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

public class HighWaterTests
{
    /// <summary>Whatever a heap is asked for, it grows only when nothing free is large enough.</summary>
    [Property]
    public void A_whole_heap_is_never_in_excess(bool isVera, byte[] requests)
    {
        using var guest = new GuestHeap(HeapModule.Load());
        var collector = isVera ? CollectorKind.Vera : CollectorKind.Hardened;
        guest.Instance.Reset(HeapLayout.Small, GuestHeap.Settings(collector, hooks: true));
        var (water, growth) = (new HighWater(), new GrowthCheck());
        guest.Host.OnCollecting = () => AssertNoExcess(guest, water, growth);
        guest.Host.OnCollected = () => growth.Begin(guest.Instance.View());
        foreach (var request in requests)
        {
            if (request % 7 == 0)
            {
                guest.Instance.ShadowPointer = guest.Instance.Layout.ShadowStart;
                guest.Instance.Collect();
            }

            guest.Instance.Push(guest.Instance.Alloc(request * (request % 3 == 0 ? 40 : 1)));
        }

        AssertNoExcess(guest, water, growth);
        Assert.Null(isVera ? water.Excess(guest.Instance.View()) : null);
    }

    /// <summary>A free block of 24 bytes, header and all, stands by when blocks are added.</summary>
    [Theory]
    [InlineData(CollectorKind.Vera, 20, true)]
    [InlineData(CollectorKind.Hardened, 12, true)]
    [InlineData(CollectorKind.Hardened, 21, false)]
    [InlineData(CollectorKind.Vera, 21, false)]
    public void Growth_past_one_free_block_is_seen(CollectorKind collector, int addedBytes, bool isExcess)
    {
        var growth = new GrowthCheck();
        growth.Begin(new HandMadeHeap(collector, (20, false), (8, true)).View);
        var grown = new HandMadeHeap(collector, (20, false), (8, true), (30, true), (addedBytes, true));
        var excess = growth.Excess(grown.View);
        Assert.Equal(isExcess, excess is not null);
        Assert.Contains(isExcess ? $"0x{grown.Blocks[3]:x}" : "", $"{excess}", StringComparison.Ordinal);
        Assert.Null(growth.Excess(grown.View));
    }

    /// <summary>Of all that is free, the largest is held against what was added, wherever its link stands.</summary>
    [Theory]
    [InlineData(CollectorKind.Vera, 20, 36)]
    [InlineData(CollectorKind.Vera, 36, 20)]
    [InlineData(CollectorKind.Hardened, 20, 36)]
    [InlineData(CollectorKind.Hardened, 36, 20)]
    public void Growth_past_the_largest_free_block_is_seen(CollectorKind collector, int first, int second)
    {
        var growth = new GrowthCheck();
        growth.Begin(new HandMadeHeap(collector, (first, false), (8, true), (second, false), (8, true)).View);
        var grown = new HandMadeHeap(
            collector, (first, false), (8, true), (second, false), (8, true), (36, true));
        var largest = grown.Blocks[first > second ? 0 : 2];
        Assert.Equal(new Evidence.GrewBesideFree(grown.Blocks[4], 36, largest, 36), growth.Excess(grown.View));
    }

    /// <summary>Four blocks are in use, die, and lie on the free list when four more are added.</summary>
    [Theory]
    [InlineData(20, 20, true)]
    [InlineData(20, 12, true)]
    [InlineData(20, 21, false)]
    public void Growth_past_free_blocks_that_fit_is_seen(int deadBytes, int addedBytes, bool isExcess)
    {
        var water = new HighWater();
        water.Note(new HandMadeHeap(CollectorKind.Vera, [.. Blocks(deadBytes, isLive: true)]).View);
        var grown = new HandMadeHeap(
            CollectorKind.Vera, [.. Blocks(deadBytes, isLive: false), .. Blocks(addedBytes, isLive: true)]);
        water.Note(grown.View);
        var excess = water.Excess(grown.View);
        Assert.Equal(isExcess, excess is not null);
        if (isExcess)
        {
            Assert.Equal(grown.Blocks[4], Assert.IsType<Evidence.GrewWithoutNeed>(excess).Block);
        }
    }

    [Theory]
    [InlineData(CollectorKind.Hardened)]
    [InlineData(CollectorKind.Vera)]
    public void A_free_list_that_is_never_used_is_a_failure_of_retention(CollectorKind collector)
    {
        using var target = Lanes.Driven(
            WatOptions.Default with { Collector = collector, Parts = FaultCatalogue.PartsOf("take-nothing") });
        var judge = Lanes.JudgeOf(target);
        var failure = Assert.IsType<Verdict.Fail>(judge.Try(CaseText.Parse(
            """
            schedule at 30
            churn 29 24
            churn 29 24
            """)).Verdict);
        Assert.Equal(OracleName.Retention, failure.Oracle);
        Assert.Contains("the heap grew", $"{failure.Evidence}", StringComparison.Ordinal);
    }

    private static void AssertNoExcess(GuestHeap guest, HighWater water, GrowthCheck growth)
    {
        water.Note(guest.Instance.View());
        Assert.Null(growth.Excess(guest.Instance.View()));
    }

    private static IEnumerable<(int PayloadBytes, bool IsLive)> Blocks(int bytes, bool isLive) =>
        Enumerable.Repeat((bytes, isLive), 4);
}
