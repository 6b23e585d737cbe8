using Vera.GcStress.Campaigns;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Triage;
using Xunit;

namespace Vera.GcStress.Properties.Triage;

/// <summary>The evidence differs each time; what tells two bugs apart then is what the cases do.</summary>
public sealed class SameBugLaws
{
    private static readonly Verdict.Fail Failed = new(OracleName.Agreement, 0, new Evidence.LanesDiffer(1, 2));
    private static readonly Verdict.Fail Differently = new(OracleName.Retention, 0, new Evidence.HostValuesKept(1));

    private static readonly StressCase Small = Observing(1, new CollectionSchedule.At([2]));
    private static readonly StressCase Long = Observing(7, new CollectionSchedule.At([2]));

    [Fact]
    public void A_few_ops_show_one_bug_whenever_they_collect_and_in_whatever_heap()
    {
        Assert.True(IsSeen(Small, Small.With(new CollectionSchedule.At([1]))));
        Assert.True(IsSeen(Small, Small.With(HeapState.Full)));
    }

    [Fact]
    public void Many_ops_may_show_another_one_where_they_collect_otherwise()
    {
        Assert.False(IsSeen(Long, Long.With(new CollectionSchedule.At([1]))));
        Assert.False(IsSeen(Long, Long.With(HeapState.Full)));
    }

    [Fact]
    public void Other_values_that_fail_otherwise_show_another_bug() =>
        Assert.False(IsSeen(Small, Small.With([new Op.Observe(new Expr.Int(1))])));

    [Fact]
    public void A_local_in_place_of_its_value_shows_the_same_bug() =>
        Assert.True(IsSeen(Long, Long.With(Long.Ops.SetItem(0, new Op.Let(0, Long.Ops[0].Operand!)))));

    private static bool IsSeen(StressCase first, StressCase candidate)
    {
        using var rig = Lanes.RigOf(WatOptions.Default);
        var bug = new SameBug(new HeapSignatures(), new CaseFailure(0, first, Failed, Lane.Driven), rig);
        return bug.IsSeenIn(candidate, Differently);
    }

    private static StressCase Observing(int times, CollectionSchedule schedule) => new(
        [.. Enumerable.Repeat(new Op.Observe(new Expr.Int(0)), times)], schedule, HeapState.Empty);
}
