using FsCheck;
using FsCheck.Xunit;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

/// <summary>Blocks in use are counted without the free lists, and held against what was asked for.</summary>
public sealed class BlockAccountTests
{
    private static readonly StressCase Usual = CaseText.Parse("allocate 8\n");

    /// <summary>The view of a heap after these allocations, the last of which waits for the collection.</summary>
    private static HeapView After(HandMadeHeap heap, int allocations, bool isAwaited) =>
        heap.View with { Allocation = allocations, IsAwaited = isAwaited };

    [Theory]
    [InlineData(3, false, true)]
    [InlineData(4, true, true)]
    [InlineData(2, false, false)]
    [InlineData(4, false, false)]
    [InlineData(3, true, false)]
    public void What_is_in_use_was_left_or_asked_for(int allocations, bool isAwaited, bool isSound)
    {
        var account = new BlockAccount();
        account.Forget(Usual);
        account.Begin(After(new(CollectorKind.Hardened, (8, true), (8, false)), 1, isAwaited: false));
        var grown = new HandMadeHeap(CollectorKind.Hardened, (8, true), (8, true), (24, true), (8, false));
        var flaw = account.Flaw(After(grown, allocations, isAwaited), isCollecting: true);
        Assert.Equal(isSound, flaw is null);
    }

    [Fact]
    public void What_is_free_and_on_no_list_is_missed_though_the_lists_are_in_order()
    {
        var account = new BlockAccount();
        account.Forget(Usual);
        account.Begin(After(new(CollectorKind.Hardened, (40, false)), 0, isAwaited: false));
        var split = new HandMadeHeap(CollectorKind.Hardened, (8, true), (24, true));
        Assert.Equal(new Evidence.BlocksMiscounted(2, 1), account.Flaw(After(split, 1, false), isCollecting: false));
    }

    /// <summary>Whatever was handed out where, a collection leaves what its map has in use, and nothing else.</summary>
    [Property]
    public void What_the_host_remembers_is_what_is_in_use(NonEmptyArray<byte> places, byte[] map)
    {
        var asked = new AskedBlocks();
        Array.ForEach(places.Get, place => asked.Note(place * HeapView.Granule, place % 2 == 0));
        asked.Prune(map);
        asked.Note(byte.MaxValue * HeapView.Granule, pointerFree: false);
        for (var granule = 0; granule < byte.MaxValue; granule++)
        {
            var stays = granule < map.Length && places.Get.Contains((byte)granule)
                && (map[granule] & (HeapView.StartBit | HeapView.FreeBit)) == HeapView.StartBit;
            Assert.Equal(stays, asked.Bits[granule] != 0);
        }
    }

    [Theory]
    [InlineData(true, OracleName.Reachability)]
    [InlineData(false, OracleName.Retention)]
    public void A_note_that_says_otherwise_than_the_host_is_a_failure_whatever_both_marks_make_of_it(
        bool toScan, OracleName oracle)
    {
        var mark = new MarkOracle(OracleSet.All);
        var heap = new HandMadeHeap(CollectorKind.Hardened, (8, true), (8, true));
        heap.Map[2] |= toScan ? HeapView.PointerFreeBit : (byte)0;
        byte[] asked = new byte[3];
        asked[2] = (byte)(HeapView.StartBit | (toScan ? 0 : HeapView.PointerFreeBit));
        var view = heap.Rooted(heap.Blocks) with { Asked = asked };
        mark.Begin(Usual, null!);
        mark.Collecting(view);
        var failure = mark.Collected(0, view);
        Assert.Equal(oracle, failure?.Oracle);
        Assert.Equal(new Evidence.NotedOtherwise(heap.Blocks[1], 8, toScan, IsReused: false), failure?.Evidence.Core);

        mark.Begin(Usual, null!);
        mark.Collecting(heap.Rooted(heap.Blocks));
        Assert.NotEqual(failure?.Evidence, mark.Collected(0, heap.Rooted(heap.Blocks))?.Evidence);
    }
}
