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

public class RetentionOracleTests
{
    private const string Case = """
        $0: Set<Decimal> = {1.5d}
        $1: Map<String, Array<Int>> = {"a": [1, 2]}
        churn 3 24
        observe size($0)
        """;

    [Theory]
    [InlineData(RuntimeKind.Container, CollectorKind.Hardened)]
    [InlineData(RuntimeKind.Container, CollectorKind.Vera)]
    [InlineData(RuntimeKind.HostStore, CollectorKind.Hardened)]
    [InlineData(RuntimeKind.HostStore, CollectorKind.Vera)]
    public void Nothing_outlives_its_roots(RuntimeKind runtime, CollectorKind collector) =>
        Assert.All(Both(new(runtime, collector, HeapLayout.Small)), v => Assert.IsType<Verdict.Pass>(v));

    [Theory]
    [InlineData("wrap-never-released", CollectorKind.Hardened, "the host keeps")]
    [InlineData("wrap-never-released", CollectorKind.Vera, "the host keeps")]
    [InlineData("root-seed-past-top", CollectorKind.Hardened, "there are no roots")]
    [InlineData("root-seed-past-top", CollectorKind.Vera, "there are no roots")]
    public void What_is_kept_without_roots_is_named_both_ways(string fault, CollectorKind collector, string evidence) =>
        Assert.All(Both(Broken(fault, collector)), verdict =>
        {
            var failure = Assert.IsType<Verdict.Fail>(verdict);
            Assert.Equal(OracleName.Retention, failure.Oracle);
            Assert.Contains(evidence, $"{failure.Evidence}", StringComparison.Ordinal);
        });

    private static WatOptions Broken(string fault, CollectorKind collector) =>
        new(RuntimeKind.HostStore, collector, HeapLayout.Small) { Parts = FaultCatalogue.PartsOf(fault) };

    [Fact]
    public void The_last_collection_is_not_the_programs()
    {
        using var target = new DrivenTarget(WatOptions.Default, (_, _) => null);
        var judge = new Judge(target, ModelRun.NewModel(), OracleSet.All);
        var judged = judge.Try(CaseText.Parse(Case));
        Assert.IsType<Verdict.Pass>(judged.Verdict);
        var (allocations, collections) = (judged.Stats.Allocations, judged.Stats.Collections);
        var unwatched = target.Run(CaseText.Parse(Case)).Stats;
        Assert.Equal((unwatched.Allocations, unwatched.Collections), (allocations, collections));
    }

    [Theory]
    [InlineData(CollectorKind.Hardened)]
    [InlineData(CollectorKind.Vera)]
    public void Every_marked_block_is_seen(CollectorKind collector)
    {
        for (var marked = 0; marked < 20; marked++)
        {
            var heap = new HandMadeHeap(collector, [.. Enumerable.Range(0, 20).Select(i => (i * 3, i == marked))]);
            var watch = new OracleWatch(OracleSet.Retention);
            watch.Begin(CaseText.Parse(Case), new(new Outcome.Completed(), new(), new(), default));
            watch.Released(heap.View, 0);
            Assert.Contains($"0x{heap.Blocks[marked]:x}", $"{watch.Failure?.Evidence}", StringComparison.Ordinal);
        }
    }

    private static Verdict[] Both(WatOptions options)
    {
        using var driven = new DrivenTarget(options, (_, _) => null);
        using var compiled = new CompiledTarget(options, (_, _) => null);
        var stressCase = CaseText.Parse(Case);
        return
        [
            new Judge(driven, ModelRun.NewModel(), OracleSet.All).Try(stressCase).Verdict,
            new Judge(compiled, ModelRun.NewModel(), OracleSet.All).Try(stressCase).Verdict,
        ];
    }
}
