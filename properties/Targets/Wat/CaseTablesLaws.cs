using Vera.GcStress.Features;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>A case may say where its heap lies and how large its tables are.</summary>
public class CaseTablesLaws
{
    private static readonly GenerationOptions Drawn =
        BuiltInSource.AllElements with { Tables = TableChoice.All, TablesPercent = 100 };

    [Fact]
    public void The_tables_are_as_small_as_the_case_says_and_the_heap_starts_where_it_says()
    {
        var layout = HeapLayout.Real.With(new(5, 1, 2, 3, 64)).Checked();
        Assert.Equal((4, 8, 48, 64), (layout.ShadowBytes, layout.WorklistBytes, layout.WrapBytes, layout.PageBytes));
        Assert.Equal(HeapLayout.Real.HeapStart + 5, layout.HeapStart);
        Assert.Same(HeapLayout.Real, HeapLayout.Real.With(HeapTables.Usual));
        Assert.Equal(8, (HeapLayout.Small with { WorklistBytes = 8 }).With(new(0, null, 9, null, null)).WorklistBytes);
    }

    /// <summary>And full tables, spilled roots and small pages are met on the way.</summary>
    [Fact]
    public void Drawn_tables_change_nothing_that_a_case_shows_in_either_way()
    {
        using var rig = Lanes.RigOf(WatOptions.Default, bothWays: true);
        var tally = new FeatureTally();
        foreach (var drawn in Lanes.Cases(Drawn, 1, 30))
        {
            var driven = rig.Driven.Try(drawn, Effort.Features);
            Assert.True(driven.Verdict is not Verdict.Fail, $"{driven.Verdict}\n{drawn}");
            Assert.True(rig.TryCompiled(drawn, driven) is not Verdict.Fail, $"{drawn}");
            if (driven.Features is { } seen) // None of a run that met a limit.
            {
                tally.Add(seen);
            }
        }

        Assert.All(
            ["mark.postpone", "mark.rescan", "shadow.spill"],
            name => Assert.True(tally.CasesOf(FeatureTable.All[FeatureTable.Of(name)]) > 0, name));
    }

    [Fact]
    public void Memory_of_real_pages_grows_while_cases_run_and_none_shows_it()
    {
        using var rig = Lanes.RigOf(WatOptions.Default, bothWays: true);
        var tally = new FeatureTally();
        foreach (var drawn in Lanes.Cases(Drawn, 4, 12))
        {
            var grows = drawn.With(HeapTables.Usual with { Page = CaseLimits.RealPageBytes });
            var driven = rig.Driven.Try(grows, Effort.Features);
            Assert.True(driven.Verdict is Verdict.Pass, $"{driven.Verdict}\n{grows}");
            Assert.True(rig.TryCompiled(grows, driven) is Verdict.Pass, $"{grows}");
            tally.Add(driven.Features!);
        }

        Assert.All(
            ["heap.memory-grow", "heap.map-grow"],
            name => Assert.True(tally.CasesOf(FeatureTable.All[FeatureTable.Of(name)]) > 0, name));
    }

    /// <summary>What is put into the State cell goes to its root, on the shadow stack or beyond.</summary>
    [Fact]
    public void A_root_that_was_spilled_can_be_replaced()
    {
        using var rig = Lanes.RigOf(WatOptions.Default, bothWays: true);
        var text = "heap full\ntables shadow 1\nschedule at 3\nput Red\nobserve ({state} : Set<Enum>)";
        Assert.IsType<Verdict.Pass>(rig.TryBothWays(CaseText.Parse(text)));
    }

    [Fact]
    public void A_bug_that_needs_a_full_table_keeps_that_table_alone()
    {
        using var rig = Lanes.RigOf(WatOptions.Default with { Parts = FaultCatalogue.PartsOf("worklist-trap") });
        bool Fails(StressCase tried) => rig.Try(tried) is Verdict.Fail;
        var start = Lanes.Cases(Drawn with { OpsMean = 8 }, 2, 100).First(Fails);
        var smallest = new Shrinker(Fails, new ShrinkOptions { SmallCasesMax = 0 }).Shrink(start).Smallest;
        Assert.Equal(HeapTables.Usual with { Worklist = 1 }, smallest.Tables);
    }

    [Fact]
    public void A_bug_that_needs_none_loses_them_all()
    {
        using var rig = Lanes.RigOf(WatOptions.Default with { Parts = FaultCatalogue.PartsOf("sweep-skip") });
        bool Fails(StressCase tried) => rig.Try(tried) is Verdict.Fail;
        var start = Lanes.Cases(Drawn with { OpsMean = 8 }, 3, 100).First(Fails);
        Assert.True(new Shrinker(Fails, new ShrinkOptions { SmallCasesMax = 0 }).Shrink(start).Smallest.Tables.IsUsual);
    }
}
