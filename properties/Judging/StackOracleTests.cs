using FsCheck.Xunit;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Model;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

/// <summary>What a collection does to the shadow stack is seen, wherever a root lies on it or beside it.</summary>
public sealed class StackOracleTests
{
    private const string Case = """
        schedule eager
        $0: Set<Array<Int>> = {[1], [2]}
        $1: Map<String, Array<Int>> = {"a": [1, 2]}
        churn 3 24
        observe size($0)
        """;

    [Property]
    public void Roots_that_stay_are_none_of_its_business(int[] roots, int[] spilled) =>
        Assert.Null(Judged(roots, spilled, roots, spilled));

    [Property]
    public void A_word_that_changed_is_named_by_its_root(int[] roots, int[] spilled, uint place, byte bit)
    {
        ArgumentNullException.ThrowIfNull(roots);
        ArgumentNullException.ThrowIfNull(spilled);
        int[] all = [.. roots, .. spilled];
        if (all.Length > 0)
        {
            var at = (int)(place % all.Length);
            int[] changed = [.. all];
            changed[at] ^= 1 << (bit & 31);
            Assert.Equal(
                new Evidence.RootChanged(at, unchecked((uint)all[at]), unchecked((uint)changed[at])),
                Judged(roots, spilled, changed[..roots.Length], changed[roots.Length..]));
        }
    }

    [Property]
    public void Roots_that_come_or_go_are_counted(int[] roots, int[] rootsAfter)
    {
        ArgumentNullException.ThrowIfNull(roots);
        ArgumentNullException.ThrowIfNull(rootsAfter);
        Assert.Equal(
            roots.Length == rootsAfter.Length
                ? null
                : new Evidence.ShadowPointerMoved(4 * roots.Length, 4 * rootsAfter.Length),
            Judged(roots, [], rootsAfter, []) as Evidence.ShadowPointerMoved);
    }

    /// <summary>What a run left behind that ended in a collection is not what the next one begins with.</summary>
    [Fact]
    public void A_collection_is_compared_with_its_own_run()
    {
        var watch = NewWatch();
        var heap = new HandMadeHeap(CollectorKind.Hardened);
        watch.Collecting(heap.Rooted(1, 2));
        watch.Begin(ModelRun.Case(), Nothing);
        watch.Collected(heap.Rooted());
        Assert.Null(watch.Failure);
    }

    /// <summary>With all oracles looking on, this one speaks first.</summary>
    [Theory]
    [InlineData("root-seed-pops-top", CollectorKind.Hardened, typeof(Evidence.ShadowPointerMoved))]
    [InlineData("root-seed-pops-top", CollectorKind.Vera, typeof(Evidence.ShadowPointerMoved))]
    [InlineData("root-seed-tags", CollectorKind.Hardened, typeof(Evidence.RootChanged))]
    [InlineData("root-seed-tags", CollectorKind.Vera, typeof(Evidence.RootChanged))]
    public void A_collector_that_touches_the_stack_is_named_both_ways(
        string fault, CollectorKind collector, Type evidence)
    {
        var options = WatOptions.Default with { Collector = collector, Parts = FaultCatalogue.PartsOf(fault) };
        using var driven = Lanes.Driven(options);
        using var compiled = Lanes.Compiled(options);
        foreach (var target in new ITarget[] { driven, compiled })
        {
            var failure = Assert.IsType<Verdict.Fail>(Lanes.JudgeOf(target).Try(CaseText.Parse(Case)).Verdict);
            Assert.Equal((OracleName.Stack, evidence), (failure.Oracle, failure.Evidence.Core.GetType()));
        }
    }

    /// <summary>
    /// The host hands its own shadow pointer over with every call: where no guest code builds, a collector that moves
    /// it changes nothing that any other oracle sees.
    /// </summary>
    [Fact]
    public void A_pointer_that_moved_under_the_hosts_feet_is_seen_by_no_other_oracle()
    {
        var hostAlone = CaseText.Parse(
            "schedule eager\n$0: Array<Array<Int>> = [[1], [2]]\nchurn 3 24\nobserve $0\n");
        using var driven = Lanes.Driven(
            WatOptions.Default with { Parts = FaultCatalogue.PartsOf("root-seed-pops-top") });
        Assert.IsType<Verdict.Pass>(
            Lanes.JudgeOf(driven, OracleSet.All & ~OracleSet.Stack).Try(hostAlone).Verdict);
        Assert.IsType<Verdict.Fail>(Lanes.JudgeOf(driven, OracleSet.Stack).Try(hostAlone).Verdict);
    }

    private static Execution Nothing => new(new Outcome.Completed(), new(), new(), default);

    private static Evidence? Judged(int[] roots, int[] spilled, int[] rootsAfter, int[] spilledAfter)
    {
        var watch = NewWatch();
        var heap = new HandMadeHeap(CollectorKind.Hardened);
        watch.Collecting(heap.Rooted(roots, spilled));
        watch.Collected(heap.Rooted(rootsAfter, spilledAfter));
        return watch.Failure?.Evidence.Core;
    }

    private static OracleWatch NewWatch()
    {
        var watch = new OracleWatch(OracleSet.Stack);
        watch.Begin(ModelRun.Case(), Nothing);
        return watch;
    }
}
