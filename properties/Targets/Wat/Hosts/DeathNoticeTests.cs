using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Hosts;

public class DeathNoticeTests
{
    /// <summary>Some wrappers die while others live, some at once, and the rest when the roots go.</summary>
    private const string Case = """
        schedule every 3
        $0: Set<Decimal> = call({1.5d, 2d, call(3d)})
        $1: Map<Int, Decimal> = fold({}, 9, turn, turn)
        observe call(insert($0, 7d))
        churn 20 16
        observe $1
        """;

    [Theory]
    [InlineData(RuntimeKind.Container, CollectorKind.Hardened)]
    [InlineData(RuntimeKind.Container, CollectorKind.Vera)]
    [InlineData(RuntimeKind.Mirror, CollectorKind.Hardened)]
    [InlineData(RuntimeKind.Traced, CollectorKind.Vera)]
    public void A_wrapper_is_still_there_when_its_death_is_told(RuntimeKind runtime, CollectorKind collector)
    {
        var options = WatOptions.Default with { Runtime = runtime, Collector = collector };
        Assert.All(BothWays(options), verdict => Assert.IsType<Verdict.Pass>(verdict));
        Assert.All(BothWays(options with { Parts = FaultCatalogue.PartsOf("wrap-after-sweep") }), verdict =>
        {
            var failure = Assert.IsType<Verdict.Fail>(verdict);
            Assert.Equal(OracleName.Termination, failure.Oracle);
            Assert.Contains("is reported dead", $"{failure.Evidence}", StringComparison.Ordinal);
        });
    }

    private static Verdict[] BothWays(WatOptions options)
    {
        using var driven = Lanes.Driven(options);
        using var compiled = Lanes.Compiled(options);
        ITarget[] targets = [driven, compiled];
        return [.. targets.Select(target => Lanes.JudgeOf(target).Try(CaseText.Parse(Case)).Verdict)];
    }
}
