using Vera.GcStress.Explaining;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Explanations;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Explaining;

/// <summary>What is said about failures whose causes are known, and about cases that pass.</summary>
public class ExplainTests
{
    private static readonly GenerationOptions Drawn = BuiltInSource.AllElements with { OpsMean = 15 };

    public static TheoryData<string> Repros => [.. Explained.Repros];

    [Theory, MemberData(nameof(Repros))]
    public void A_known_failure_has_a_short_report_that_names_its_cause(string file)
    {
        var explained = Explained.Repro(file);
        var failure = explained.Explanation.Failure!;
        var report = ExplainText.Report(explained).Split('\n');
        Assert.InRange(report.Length, 8, ExplainText.LinesMax);
        Assert.Contains(report, line => line.Contains(failure.Cause.Title, StringComparison.Ordinal));
        if (explained.Heap.StartsWith("host-store", StringComparison.Ordinal))
        {
            Assert.Equal(CauseKind.ContentsInvisible, failure.Cause.Kind);
            Assert.Contains(failure.Victim!.Path.Steps, step => step.Kind == EdgeKind.Contents && step.Freed);
        }
        else if (CaseFile.Read(Explained.PathOf(file)).Header is { Gc: CollectorKind.Vera, Fault: null })
        {
            Assert.Equal(CauseKind.FalsePointer, failure.Cause.Kind);
            Assert.True(failure.Damage is { IsMarkBit: true, Owner: not null, Pointer.Block: not null });
        }
    }

    /// <summary>The cause is found in the part of the system that the fault was planted in.</summary>
    [Theory]
    [InlineData("free-twice", CauseLayer.Allocator, CauseKind.FreeList)]
    [InlineData("grow-one-page", CauseLayer.Allocator, CauseKind.Growth)]
    [InlineData("take-nothing", CauseLayer.Allocator, CauseKind.NoReuse)]
    [InlineData("scan-misses-last-word", CauseLayer.MarkSweep, CauseKind.MarkingLost)]
    [InlineData("free-bit-forgotten", CauseLayer.MarkSweep, CauseKind.SweepLost)]
    [InlineData("root-seed-skips-top", CauseLayer.ShadowStack, CauseKind.RootNotSeen)]
    [InlineData("spill-short", CauseLayer.ShadowStack, CauseKind.RootNotSeen)]
    [InlineData("shadow-no-bound", CauseLayer.ShadowStack, CauseKind.StackOverrun)]
    [InlineData("root-seed-pops-top", CauseLayer.ShadowStack, CauseKind.StackTouched)]
    [InlineData("root-seed-tags", CauseLayer.ShadowStack, CauseKind.StackTouched)]
    [InlineData("wrap-no-bound", CauseLayer.Handles, CauseKind.WrapTableOverrun)]
    [InlineData("closure-result-unbalanced", CauseLayer.ShadowStack, CauseKind.RootPopped)]
    [InlineData("tail-unwinds-caller", CauseLayer.ShadowStack, CauseKind.RootPopped)]
    [InlineData("let-unrooted", CauseLayer.Roots, CauseKind.RootMissing)]
    [InlineData("operand-unrooted", CauseLayer.Roots, CauseKind.RootMissing)]
    [InlineData("json-walker-unrooted", CauseLayer.HostWalkers, CauseKind.HostUnrooted)]
    [InlineData("no-ceiling", CauseLayer.Allocator, CauseKind.Growth)]
    [InlineData("ceiling-uncollected", CauseLayer.Allocator, CauseKind.NoReuse)]
    [InlineData("callee-leaks", CauseLayer.ShadowStack, CauseKind.RootsLeft)]
    [InlineData("builder-leaks", CauseLayer.ShadowStack, CauseKind.RootsLeft)]
    [InlineData("closure-result-unrooted", CauseLayer.Roots, CauseKind.RootMissing)]
    [InlineData("bucket-exact", CauseLayer.Containers, CauseKind.SizesCreep)]
    [InlineData("wrap-after-sweep", CauseLayer.Handles, CauseKind.Handles)]
    [InlineData("stale-reuse", CauseLayer.Conservatism, CauseKind.StaleWords)]
    [InlineData("handle-kept", CauseLayer.Handles, CauseKind.Handles)]
    [InlineData("contents-invisible", CauseLayer.Containers, CauseKind.ContentsInvisible)]
    [InlineData("entry-unrooted", CauseLayer.Containers, CauseKind.UpdateUnrooted)]
    [InlineData("nan-unequal", CauseLayer.Containers, CauseKind.WrongOperation)]
    [InlineData("mark-unvalidated", CauseLayer.Conservatism, CauseKind.FalsePointer)]
    [InlineData("pointer-free-confused", CauseLayer.Conservatism, CauseKind.PointersNotScanned)]
    [InlineData("entry-pointer-free", CauseLayer.Conservatism, CauseKind.PointersNotScanned)]
    public void A_planted_fault_is_looked_for_where_it_is(string fault, CauseLayer layer, CauseKind kind)
    {
        var explained = Explained.Fault(fault);
        var cause = explained.Explanation.Failure!.Cause;
        Assert.True(layer == cause.Layer && kind == cause.Kind, $"{cause}\n{ExplainText.Report(explained)}");
    }

    /// <summary>The second insertion reads what the first had lost, and reaches out of memory there.</summary>
    [Fact]
    public void Host_code_that_traps_on_what_it_lost_is_not_taken_for_code_that_cannot_count()
    {
        var lost = CaseText.Parse("schedule at 5\nobserve ({\"a\", \"\"} : Set<String>)\n");
        var failure = Explained.WithFault("bucket-unrooted", lost).Failure!;
        Assert.Equal((OracleName.Termination, CauseKind.UpdateUnrooted), (failure.Fail.Oracle, failure.Cause.Kind));
    }

    /// <summary>
    /// By the third item the array is gone for long, and what is written to has been taken and given back since.
    /// </summary>
    [Fact]
    public void Who_writes_to_free_memory_is_who_held_a_block_that_was_freed()
    {
        var late = CaseText.Parse(
            "schedule at 14 18 22 26 27\n" +
            "observe reduce(keep(elements(({0, 1, 2} : Set<Int>)), 3, contains(({@0} : Set<Int>), @0)), 0, " +
            "parse(HtmlNode, \"<table><tr><th>k<th>v</tr><tr><td><td>1</tr><tr></tr></table>\"), @1)\n");
        var failure = Explained.WithFault("kept-unrooted", late).Failure!;
        var seen = Assert.IsType<Evidence.InCollection>(failure.Fail.Evidence);
        Assert.IsType<Evidence.FreedChanged>(seen.Core);
        Assert.Equal(CauseKind.RootMissing, failure.Cause.Kind);
        Assert.True(failure.Victim!.Block.FreedBy!.Number < seen.Collection);
    }

    /// <summary>
    /// The tenth wrapper's entry lies over the first block, and no collection sees it before the read.
    /// </summary>
    [Fact]
    public void A_wrong_result_in_a_broken_heap_is_not_taken_for_a_wrong_operation()
    {
        var tenDecimals = CaseText.Parse(
            "tables wrap 8\nobserve ({0d, 1d, 2d, 3d, 4d, 5d, 6d, 7d, 8d, 9d} : Set<Decimal>)\n");
        var failure = Explained.WithFault("wrap-no-bound", tenDecimals).Failure!;
        Assert.Equal((OracleName.Agreement, CauseKind.WrapTableOverrun), (failure.Fail.Oracle, failure.Cause.Kind));
    }

    /// <summary>The string looks like the address of a block that others, which are gone as well, point to.</summary>
    [Fact]
    public void What_keeps_a_block_is_the_data_and_not_a_pointer_on_the_way()
    {
        var kept = CaseText.Parse("""
            heap fragmented
            schedule eager
            observe (addr(167) : String)
            observe fold(({} : Map<Result<Int, Int>, Tuple<Int, Int>>), 7, Ok(0), Tuple(0, 0))
            """);
        var failure = Explained.WithFault("data-scanned", kept).Failure!;
        Assert.Equal((OracleName.Retention, CauseKind.DataScanned), (failure.Fail.Oracle, failure.Cause.Kind));
        Assert.True(failure.Kept!.By!.PointerFree, $"{failure.Kept}");
    }

    /// <summary>The listing takes the place of the element that it should list.</summary>
    [Fact]
    public void A_lost_block_is_not_named_after_what_took_its_place()
    {
        var listing = CaseText.Parse("schedule at 4\nobserve elements(call(({Red} : Set<Enum>)))\n");
        var heap = WatOptions.Default with { Runtime = RuntimeKind.HostStore, Collector = CollectorKind.Vera };
        var victim = HeapRigs.Explain(heap, listing).Failure!.Victim!.Block;
        Assert.DoesNotContain("Array", victim.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_that_passes_has_a_timeline_with_every_op_and_no_cause() => Assert.All(
        Lanes.Cases(Drawn, campaign: 7, count: 20),
        stressCase =>
        {
            var explained = Explained.Passing(stressCase);
            Assert.Null(explained.Explanation.Failure);
            Assert.StartsWith("PASS", ExplainText.Report(explained), StringComparison.Ordinal);
            Assert.Equal(
                Enumerable.Range(0, stressCase.Ops.Length), explained.Explanation.History.Ops.Select(op => op.Op));
        });

    [Fact]
    public void What_a_collection_frees_is_what_the_live_bytes_lose() => Assert.All(
        Lanes.Cases(Drawn with { Schedule = new CollectionSchedule.Every(3) }, campaign: 8, count: 10),
        stressCase => Assert.All(
            Explained.Passing(stressCase).Explanation.History.Collections,
            collection => Assert.Equal(
                collection.LiveBefore - collection.LiveAfter,
                collection.Freed.Sum(block => HeapView.StrideOf(block.Bytes)))));

    [Fact]
    public void A_schedule_that_alone_fails_is_the_one_explained()
    {
        var quiet = CaseText.Parse("$0: Set<Json> = call({JBool(false)})\nobserve JNull\n");
        var explanation = Explained.OnHostStore(quiet).Explanation;
        Assert.NotNull(explanation.Variant);
        Assert.IsType<Verdict.Fail>(explanation.Verdict);
        Assert.IsType<CollectionSchedule.Eager>(explanation.Case.Schedule);
        Assert.Equal(CauseKind.ContentsInvisible, explanation.Failure!.Cause.Kind);
    }

    /// <summary>A compiled program does not announce what it allocates, and yet its losses are told.</summary>
    [Fact]
    public void The_compiled_way_alone_shows_the_same_cause() => Assert.All(
        Explained.Repros.Where((_, i) => i % 8 == 0),
        file => Assert.Equal(
            Explained.Repro(file).Explanation.Failure!.Cause.Kind, Explained.Compiled(file).Failure!.Cause.Kind));

    [Fact]
    public void The_same_case_is_explained_in_the_same_words()
    {
        var file = Explained.Repros.First();
        Assert.Equal(ExplainPage.Of(Explained.Repro(file)), ExplainPage.Of(Explained.Repro(file)));
    }
}
