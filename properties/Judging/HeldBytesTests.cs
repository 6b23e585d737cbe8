using Vera.GcStress.Campaigns;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Campaigns;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Targets.Wat;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

public class HeldBytesTests
{
    /// <summary>
    /// Sizes in bytes, with headers: three Ints take 32, two arrays 24, five letters 16. On a fragmented heap they may
    /// lie in larger blocks.
    /// </summary>
    [Theory]
    [InlineData("$0: Int = 7", 0)]
    [InlineData("$0: Array<Int> = [1, 2, 3]", 32)]
    [InlineData("$0: Array<Int> = [1, 2, 3]\n$1: Array<Array<Int>> = [$0, $0]", 32 + 24)]
    [InlineData("$0: String = \"abcde\"\nchurn 5 16", 16)]
    public void Values_are_counted_once_and_garbage_is_not(string ops, long bytes)
    {
        foreach (var heap in Enum.GetValues<HeapState>())
        {
            var held = Measured(WatOptions.Default, CaseText.Parse(ops).With(heap));
            Assert.Equal(held.Reached, held.Live);
            Assert.True(held.Reached == bytes || heap == HeapState.Fragmented, $"{heap}: {held}");
        }
    }

    /// <summary>Every block of a container is named by its runtime: what is live beyond them is a temporary.</summary>
    [Theory]
    [InlineData(RuntimeKind.Container)]
    [InlineData(RuntimeKind.Bucket)]
    public void A_returned_container_needs_all_that_it_keeps_alive(RuntimeKind runtime)
    {
        foreach (var ops in (string[])
        [
            "call\n  $0: Map<Int, String> = fold({}, 40, turn, \"a\")",
            "call\n  $0: Set<Float64> = fold({}, 40, turn)",
            "call\n  $0: Map<String, Int> = {\"a\": 1, \"b\": 2}",
        ])
        {
            var returned = CaseText.Parse($"{ops}\n$1: {ops.Split(": ")[1].Split(" =")[0]} = return $0");
            var held = Measured(WatOptions.Default with { Runtime = runtime }, returned);
            Assert.Equal(held.Reached, held.Live);
            Assert.True(held.Live > 0);
        }
    }

    /// <summary>A number that is a block's address keeps the block: for Vera's collector alone.</summary>
    [Theory]
    [InlineData(CollectorKind.Vera, true)]
    [InlineData(CollectorKind.Hardened, false)]
    public void A_word_that_looks_like_a_pointer_costs_what_it_keeps(CollectorKind collector, bool keeps)
    {
        var options = WatOptions.Default with { Collector = collector };
        var held = Measured(options, CaseText.Parse("churn 1 400\n$0: Array<Int> = [addr(0)]"));
        Assert.Equal(16, held.Reached);
        Assert.Equal(keeps, held.Live > held.Reached);
    }

    [Fact]
    public void The_ratio_of_a_sum_lies_between_the_ratios_of_its_parts()
    {
        var (lean, fat) = (new HeldBytes(100, 100), new HeldBytes(300, 100));
        Assert.Equal((1, 3, 2), (lean.Ratio, fat.Ratio, lean.Plus(fat).Ratio));
        Assert.Equal((fat, 1), (fat.Plus(default), new HeldBytes(8, 0).Ratio));
    }

    [Fact]
    public void A_campaign_sums_what_a_sample_of_its_cases_held()
    {
        var options = new CampaignOptions(1, BuiltInSource.AllElements, Headers.Of(WatOptions.Default))
        {
            CasesMax = 64,
            MeasuredEvery = 4,
            CompiledEvery = 0,
            InvisibilityEvery = 0,
        };
        var report = Run(options);
        Assert.Equal(0, report.Failed);
        Assert.True(report.Held.Ratio > 1, $"{report.Held}");
        Assert.Equal(default, Run(options with { MeasuredEvery = 0 }).Held);
    }

    private static CampaignReport Run(CampaignOptions options) =>
        new Campaign(options, () => Lanes.RigOf(WatOptions.Default)).Run(stop: CancellationToken.None);

    private static HeldBytes Measured(WatOptions options, StressCase stressCase)
    {
        using var target = Lanes.Driven(options);
        var judge = Lanes.JudgeOf(target);
        var judged = judge.Try(stressCase, Effort.Held);
        Assert.IsType<Verdict.Pass>(judged.Verdict);
        return judged.Held;
    }
}
