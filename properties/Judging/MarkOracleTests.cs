using FsCheck.Xunit;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Model;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

public class MarkOracleTests
{
    private const OracleSet Marks = OracleSet.Reachability | OracleSet.Retention;

    /// <summary>Tables so small that roots spill and blocks wait for another round.</summary>
    private static readonly HeapLayout Tiny = HeapLayout.Small with { ShadowBytes = 8, WorklistBytes = 4 };

    [Property(MaxTest = 60)]
    public void The_second_mark_agrees_however_small_the_tables_are(byte[] script, byte interval)
    {
        var stressCase = ScriptedCases.From(script).With(new CollectionSchedule.Every(1 + (interval % 4)));
        foreach (var layout in new[] { HeapLayout.Small, Tiny })
        {
            var verdict = Judged(WatOptions.Default with { Layout = layout }, stressCase, Marks);
            Assert.True(verdict is Verdict.Pass, $"{verdict}");
        }
    }

    [Theory]
    [InlineData("forget-mark", OracleName.Reachability)]
    [InlineData("scan-misses-last-word", OracleName.Reachability)]
    [InlineData("root-seed-skips-top", OracleName.Reachability)]
    [InlineData("root-seed-past-top", OracleName.Retention)]
    public void A_wrong_mark_is_named_at_the_collection_that_made_it(string fault, OracleName oracle)
    {
        var stressCase = CaseText.Parse("""
            schedule eager
            $0: Set<Array<String>> = call({["a", "b"], ["c"]})
            $1: Array<Array<String>> = call([["d"], ["e"]])
            churn 9 8
            """);
        var failure = Assert.IsType<Verdict.Fail>(
            Judged(WatOptions.Default with { Parts = FaultCatalogue.PartsOf(fault) }, stressCase, Marks));
        Assert.Equal(oracle, failure.Oracle);
        Assert.True(
            failure.Evidence.Core is Evidence.Unmarked or Evidence.Overmarked or Evidence.KeptWithoutRoots,
            $"{failure}");
    }

    [Fact]
    public void Every_block_with_a_wrong_mark_is_found()
    {
        (int PayloadBytes, bool IsLive)[] blocks = [.. Enumerable.Range(0, 20).Select(i => (3 * i, false))];
        for (var i = 0; i < blocks.Length; i++)
        {
            var heap = new HandMadeHeap(CollectorKind.Hardened, blocks);
            var watch = new OracleWatch(Marks);
            watch.Begin(ModelRun.Case(), new(new Outcome.Completed(), new(), new(), default));
            watch.Collecting(heap.View);
            heap.MapOf(heap.Blocks[i]) |= HeapView.MarkBit;
            watch.Collected(heap.View);
            Assert.Contains(
                $"0x{heap.Blocks[i]:x} of {3 * i} bytes", $"{watch.Failure?.Evidence}", StringComparison.Ordinal);
        }
    }

    /// <summary>The filler of freed blocks in a root's block, as one word and as two.</summary>
    [Theory]
    [InlineData(4, false)]
    [InlineData(8, true)]
    public void Words_of_what_was_freed_are_seen_in_a_block_in_use(int bytes, bool isSeen)
    {
        var heap = new HandMadeHeap(CollectorKind.Hardened, (40, true), (24, true));
        heap.MapOf(heap.Blocks[1]) &= unchecked((byte)~HeapView.MarkBit);
        heap.Memory.AsSpan(heap.Blocks[0], 40).Clear();
        heap.Memory.AsSpan(heap.Blocks[0] + 12, bytes).Fill(0xF5);
        var watch = new OracleWatch(OracleSet.Retention);
        watch.Begin(ModelRun.Case(), new(new Outcome.Completed(), new(), new(), default));
        watch.Collecting(heap.Rooted(heap.Blocks[0]));
        watch.Collected(heap.View);
        Assert.Equal(isSeen, watch.Failure?.Evidence.Core is Evidence.StaleWords);
    }

    /// <summary>All items wait to be scanned at once.</summary>
    [Fact]
    public void An_array_of_a_thousand_pointers_is_marked_alike()
    {
        var items = string.Join(", ", Enumerable.Repeat("Node(0, Leaf, Leaf)", 1000));
        var stressCase = CaseText.Parse($"schedule every 500\n$0: Array<Tree<Int>> = [{items}]\nchurn 999 8");
        Assert.IsType<Verdict.Pass>(Judged(WatOptions.Default, stressCase, Marks));
    }

    private static Verdict Judged(WatOptions options, StressCase stressCase, OracleSet oracles)
    {
        using var target = new DrivenTarget(options, (_, _) => null);
        return new Judge(target, ModelRun.NewModel(), oracles).Try(stressCase).Verdict;
    }
}
