using Vera.GcStress.Campaigns;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Campaigns;

/// <summary>A target with two bugs: long cases show one, what is left of them while they shrink the other.</summary>
public sealed class SlipLaws
{
    private const int LongOps = 4;

    [Fact]
    public void Another_bug_on_the_way_of_shrinking_is_a_finding_of_its_own()
    {
        var report = Run("the stack overflowed");
        Assert.Equal(
            [(LongOps, false, "the heap is broken"), (1, true, "the stack overflowed")],
            report.Findings.Select(f => (f.Case.Ops.Length, f.Slipped, Reason(f.Failure))));
    }

    [Fact]
    public void What_shrinking_holds_on_to_is_not_reported_twice() =>
        Assert.Equal([(1, false)], Run("the heap is broken").Findings.Select(f => (f.Case.Ops.Length, f.Slipped)));

    private static CampaignReport Run(string ofShortCases)
    {
        var options = new CampaignOptions(
            1, BuiltInSource.AllElements, Headers.Of(WatOptions.Default))
        {
            CasesMax = 4,
            CompiledEvery = 0,
            InvisibilityEvery = 0,
            SmallCasesMax = 0,
        };
        return new Campaign(options, () => new TestRig(Lanes.JudgeOf(new TwoBugs(ofShortCases)), null)).Run();
    }

    private static string Reason(Verdict.Fail failure) => ((Evidence.Trapped)failure.Evidence).Why.Text;

    private sealed class TwoBugs(string ofShortCases) : ITarget
    {
        public int HeapStart => HeapLayout.Small.HeapStart;

        public Execution Run(StressCase stressCase, IWatcher? watcher = null) => new(
            new Outcome.Trapped(
                0, new(TrapReason.Guest, stressCase.Ops.Length < LongOps ? ofShortCases : "the heap is broken")),
            new Transcript(),
            new Transcript(),
            new RunStats(0, 0, 0, 0, 0));
    }
}
