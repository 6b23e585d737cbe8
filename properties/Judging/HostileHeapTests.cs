using FsCheck.Xunit;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Growth;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Targets;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

/// <summary>Guest memory may hold anything: growth is judged as far as it makes sense, and always ends.</summary>
public class HostileHeapTests
{
    [Property]
    public void Any_words_anywhere_are_looked_at_without_harm(
        bool isVera, byte[] shape, (ushort At, uint Word)[] writes)
    {
        var heap = HandMadeHeap.From(KindOf(isVera), [1, 64, 3, .. shape]);
        foreach (var (at, word) in writes)
        {
            heap.SetWord(HandMadeHeap.Start + (at % (heap.End - HandMadeHeap.Start)), word);
        }

        Judge(heap.Rooted(heap.Blocks));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_free_list_without_an_end_is_followed_once(bool isVera)
    {
        var heap = new HandMadeHeap(KindOf(isVera), (20, false), (8, true));
        heap.SetWord(heap.Blocks[0], (uint)heap.Blocks[0]);
        Judge(heap.View);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    [InlineData(-4)]
    [InlineData(HandMadeHeap.Start)]
    [InlineData(HandMadeHeap.Start + 1_000_000)]
    public void A_link_that_leads_out_of_the_heap_leads_nowhere(int link)
    {
        var heap = new HandMadeHeap(CollectorKind.Vera, (20, false), (8, true)) { FreeHead = link };
        Assert.Null(new GrowthCheck().Excess(heap.View));
        Assert.Equal(heap.End - HandMadeHeap.Start, Peak(heap));
    }

    [Fact]
    public void A_heap_that_ends_beyond_memory_is_not_judged()
    {
        var heap = new HandMadeHeap(CollectorKind.Vera, (20, false), (8, true));
        heap.End = heap.Memory.Length + 8;
        Assert.Null(new GrowthCheck().Excess(heap.View));
    }

    /// <summary>The added block says that it is longer than the heap, and would fit what is free.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_block_that_goes_beyond_the_heap_is_no_growth(bool isVera)
    {
        var growth = new GrowthCheck();
        growth.Begin(new HandMadeHeap(KindOf(isVera), (200, false), (8, true)).View);
        var grown = new HandMadeHeap(KindOf(isVera), (200, false), (8, true), (12, true));
        grown.SetWord(grown.Blocks[2] - 4, 100 * 2);
        Assert.Null(growth.Excess(grown.View));
    }

    [Theory]
    [InlineData(-8, 8)]
    [InlineData(4104, 4096)]
    [InlineData(4096, 1_000_000_000)]
    [InlineData(4096, 4100)]
    public void Bounds_that_are_none_are_named(int start, int end) => Assert.Equal(
        new Evidence.ImpossibleBounds(start, end),
        new HeapCensus().Walk(new HandMadeHeap(CollectorKind.Vera, (20, true)).View with
        {
            HeapStart = start,
            HeapEnd = end,
        }));

    [Fact]
    public void A_map_that_ends_before_a_listed_block_hides_no_other()
    {
        var heap = new HandMadeHeap(
            CollectorKind.Hardened, (20, false), (8, true), (20, false), (8, true), (600, false));
        foreach (var block in heap.Blocks.Where((_, place) => !heap.IsLive[place]))
        {
            var bytes = BitConverter.ToInt32(heap.Memory, block - sizeof(int)) >> 1;
            heap.Memory.AsSpan(block + sizeof(int), (int)HeapView.StrideOf(bytes) - 8).Fill(0xF5);
        }

        heap.Heads[FreeBins.Of(HeapView.StrideOf(20))] = 0;
        var view = heap.View with { IsPoisoned = true };
        Assert.Equal(new Evidence.Unlisted(heap.Blocks[0]), FreedCheck.Flaw(view));
        var cut = view with { Map = view.Map[..((heap.Blocks[4] - HandMadeHeap.Start) / HeapView.Granule)] };
        Assert.Equal(new Evidence.Unlisted(heap.Blocks[0]), FreedCheck.Flaw(cut));
    }

    private static void Judge(in HeapView view)
    {
        var growth = new GrowthCheck();
        growth.Begin(view with { HeapEnd = HandMadeHeap.Start });
        growth.Excess(view);
        if (view.Collector == CollectorKind.Vera)
        {
            var water = new HighWater();
            water.Note(view);
            Assert.InRange(water.Peak, 0, view.HeapEnd - view.HeapStart);
            water.Excess(view);
        }
        else
        {
            var mark = new SecondMark();
            mark.Trace(view);
            mark.FirstDifference(view, out _);
        }
    }

    private static int Peak(HandMadeHeap heap)
    {
        var water = new HighWater();
        water.Note(heap.View);
        return (int)water.Peak;
    }

    private static CollectorKind KindOf(bool isVera) => isVera ? CollectorKind.Vera : CollectorKind.Hardened;
}
