using FsCheck.Xunit;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Properties.Model;
using Vera.GcStress.Targets;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

public class IntegrityOracleTests
{
    /// <summary>Blocks 1 and 3 are of one size, so they are on one list whichever the collector.</summary>
    private static readonly (int PayloadBytes, bool IsLive)[] Seven =
        [(12, true), (40, false), (8, true), (37, false), (20, true), (0, false), (101, true)];

    /// <summary>Defects of a heap with the blocks above, and a part of the evidence each must leave.</summary>
    public static TheoryData<string, Action<HandMadeHeap>> Defects => new()
    {
        { "goes beyond the heap's end", h => h.SetWord(h.Blocks[6] - 4, 2 * 109) },
        { "goes beyond the heap's end", h => h.SetWord(h.Blocks[3] - 4, uint.MaxValue) },
        { "beyond its ceiling", h => h.Ceiling = h.End - 1 },
        { "bounds", h => h.End += 4 },
        { "bounds", h => h.End = int.MaxValue - 2 },
        { "leads back to block", h => h.SetWord(h.Blocks[1], (uint)h.Blocks[3]) },
        { "leads back to block", h => h.SetWord(h.Blocks[3], (uint)h.Blocks[3]) },
        { "leads to live block", h => h.SetWord(h.Blocks[1], (uint)h.Blocks[0]) },
        { "head leads to live block", h => h.FreeHead = h.Blocks[0] },
        { "where no block starts", h => h.SetWord(h.Blocks[1], (uint)h.Blocks[3] + 8) },
        { "where no block starts", h => h.SetWord(h.Blocks[1], (uint)h.Blocks[3] + 1) },
        { "where no block starts", h => h.SetWord(h.Blocks[1], 0xFEEDC002) },
        { "where no block starts", h => h.FreeHead = -4 },
        { "is not on the free list", h => h.FreeHead = h.Blocks[1] },
        { "is not on the free list", h => h.SetWord(h.Blocks[3], 0) },
        { "had 8 before", h => h.SetWord(h.Blocks[2] - 4, (2 * 9) | (h.IsVera ? 1u : 0u)) },
        { "payload bytes from 8 on", h => h.Memory[h.Blocks[0] + 11] ^= 1 },
        { "payload bytes from 100 on", h => h.Memory[h.Blocks[6] + 100] ^= 128 },
    };

    [Property]
    public void A_correct_heap_is_silent_whatever_its_marks_were_before(bool isVera, byte[] shape)
    {
        var heap = HandMadeHeap.From(KindOf(isVera), shape);
        Assert.Null(Judged(heap, h => h.FlipMarks(), h => h.FlipMarks()));
    }

    [Theory]
    [MemberData(nameof(Defects))]
    public void Every_defect_is_named(string evidence, Action<HandMadeHeap> plant)
    {
        ArgumentNullException.ThrowIfNull(plant);
        foreach (var isVera in new[] { true, false })
        {
            var heap = new HandMadeHeap(KindOf(isVera), Seven);
            var failure = Judged(heap, _ => { }, plant);
            Assert.Equal(OracleName.Integrity, failure?.Oracle);
            Assert.Contains(evidence, $"{failure?.Evidence}", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_survivor_that_changed_is_named_by_its_address_and_size(bool isVera)
    {
        for (var i = 0; i < Seven.Length; i += 2)
        {
            var heap = new HandMadeHeap(KindOf(isVera), Seven);
            var changed = heap.Blocks[i];
            var failure = Judged(heap, _ => { }, h => h.Memory[changed + 5] ^= 4);
            Assert.Contains($"block 0x{changed:x} of ", $"{failure?.Evidence}", StringComparison.Ordinal);
        }
    }

    [Property]
    public void A_flipped_bit_in_a_survivor_is_seen(bool isVera, byte[] shape, int place, byte bit)
    {
        var heap = HandMadeHeap.From(KindOf(isVera), shape);
        int[] bytes =
        [
            .. heap.Blocks.Where((_, i) => heap.IsLive[i])
                .SelectMany(p => Enumerable.Range(p, heap.View.PayloadBytes(p))),
        ];
        if (bytes.Length > 0)
        {
            var at = bytes[(place & int.MaxValue) % bytes.Length];
            Assert.NotNull(Judged(heap, _ => { }, h => h.Memory[at] ^= (byte)(1 << (bit & 7))));
        }
    }

    [Property]
    public void A_link_that_leads_elsewhere_is_seen(bool isVera, byte[] shape, int which, int target)
    {
        var heap = HandMadeHeap.From(KindOf(isVera), shape);
        int[] dead = [.. heap.Blocks.Where((_, i) => !heap.IsLive[i])];
        if (dead.Length > 0)
        {
            var from = dead[(which & int.MaxValue) % dead.Length];
            var to = heap.View.Word(from) ^ (uint)(1 + ((target & int.MaxValue) % 0xFFFF));
            Assert.NotNull(Judged(heap, _ => { }, h => h.SetWord(from, to)));
        }
    }

    [Property]
    public void A_wrong_start_or_free_bit_in_the_map_is_seen(byte[] shape, int granule, bool isStart)
    {
        var heap = HandMadeHeap.From(CollectorKind.Hardened, shape);
        var granules = (heap.End - HandMadeHeap.Start) / 8;
        if (granules > 0)
        {
            var bit = isStart ? HeapView.StartBit : HeapView.FreeBit;
            var failure = Judged(heap, _ => { }, h => h.Map[(granule & int.MaxValue) % granules] ^= bit);
            Assert.Contains("the map has", $"{failure?.Evidence}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_map_that_marks_a_block_of_the_free_list_is_seen()
    {
        var heap = new HandMadeHeap(CollectorKind.Hardened, Seven);
        var failure = Judged(heap, _ => { }, h => h.MapOf(h.Blocks[3]) |= HeapView.MarkBit);
        Assert.Contains("leads to live block", $"{failure?.Evidence}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_free_block_that_a_stale_word_marks_may_change()
    {
        var heap = new HandMadeHeap(CollectorKind.Vera, Seven);
        Assert.Null(Judged(heap, _ => { }, h =>
        {
            h.FreeHead = h.Blocks[3];
            h.Memory[h.Blocks[5] - 4] |= 1;
            h.SetWord(h.Blocks[3], 0);
            h.Memory[h.Blocks[1] - 4] |= 1;
            h.SetWord(h.Blocks[1], 0x2408C);
        }));
    }

    [Fact]
    public void A_free_block_in_the_bin_of_another_size_is_seen()
    {
        var heap = new HandMadeHeap(CollectorKind.Hardened, Seven);
        var failure = Judged(heap, _ => { }, h => (h.Heads[0], h.Heads[1]) = (0, h.Heads[0]));
        Assert.Contains("of 8 bytes in all is in bin 1", $"{failure?.Evidence}", StringComparison.Ordinal);
    }

    [Fact]
    public void Free_neighbours_that_are_not_merged_are_seen()
    {
        var heap = new HandMadeHeap(CollectorKind.Hardened, Seven);
        var failure = Judged(heap, _ => { }, h => h.MapOf(h.Blocks[4]) = HeapView.StartBit);
        Assert.Contains(
            $"0x{heap.Blocks[4]:x} and the one before it", $"{failure?.Evidence}", StringComparison.Ordinal);
    }

    /// <summary>Seen at a collection, and at the end of a run without any.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_heap_beyond_its_ceiling_is_seen(int beyond, bool isSeen)
    {
        var heap = new HandMadeHeap(CollectorKind.Hardened, Seven);
        heap.Ceiling = heap.End - beyond;
        Assert.Equal(isSeen, Judged(heap, _ => { }, _ => { }) is not null);
        var watch = NewWatch();
        watch.Releasing(heap.View);
        Assert.Equal(isSeen, watch.Failure is not null);
    }

    [Fact]
    public void A_smaller_heap_after_a_bigger_one_is_judged_on_its_own()
    {
        var watch = NewWatch();
        foreach (var blocks in new[] { Seven, [(4, false)], [] })
        {
            var heap = new HandMadeHeap(CollectorKind.Hardened, blocks);
            watch.Collecting(heap.View);
            watch.Collected(heap.View);
            Assert.Null(watch.Failure);
        }
    }

    /// <summary>Shows the oracle a collection: the heap is spoiled in one way before it and in another by it.</summary>
    private static Verdict.Fail? Judged(HandMadeHeap heap, Action<HandMadeHeap> before, Action<HandMadeHeap> collection)
    {
        var watch = NewWatch();
        before(heap);
        watch.Collecting(heap.View);
        collection(heap);
        watch.Collected(heap.View);
        return watch.Failure;
    }

    private static OracleWatch NewWatch()
    {
        var watch = new OracleWatch(OracleSet.Integrity);
        var nothing = new Execution(new Outcome.Completed(), new(), new(), default);
        watch.Begin(ModelRun.Case(), nothing);
        return watch;
    }

    private static CollectorKind KindOf(bool isVera) => isVera ? CollectorKind.Vera : CollectorKind.Hardened;
}
