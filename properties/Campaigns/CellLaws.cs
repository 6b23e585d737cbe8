using Vera.GcStress.Campaigns;
using Vera.GcStress.Coverage;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets.Wat;
using Xunit;

namespace Vera.GcStress.Properties.Campaigns;

/// <summary>What a campaign covers, counted on real runs.</summary>
public class CellLaws
{
    /// <summary>Each is so narrow that a short campaign can fill it.</summary>
    public static TheoryData<string, ContainerChoice> Narrow => new()
    {
        { "Int", ContainerChoice.Set },
        { "Bool", ContainerChoice.Map },
        { "Json", ContainerChoice.Both },
        { "Option,Byte", ContainerChoice.Both },
        { "Map", ContainerChoice.Set },
    };

    private const long CasesMost = 12_800;

    /// <summary>Nothing is hit that is said to be out of reach, and all that is within reach is hit.</summary>
    [Theory]
    [MemberData(nameof(Narrow))]
    public void What_is_asked_for_is_hit_if_and_only_if_it_is_within_reach(
        string elements, ContainerChoice containers)
    {
        var drawn = Drawn(elements, containers);
        var scope = drawn.Scope;
        var report = RunUntilFull(drawn, 1);
        for (var number = 0; number < Cells.Count; number++)
        {
            var cell = Cells.At(number);
            if (scope.IsAsked(cell) && !CellScope.IsSeldom(cell))
            {
                var (hit, why) = (report.Cells.Counts[number] > 0, scope.WhyNot(cell));
                Assert.True(hit == why is null, $"{cell}: hit {report.Cells.Counts[number]}, {why ?? "within reach"}");
            }
        }
    }

    [Fact]
    public void Nothing_that_all_elements_and_containers_hit_is_said_to_be_out_of_reach()
    {
        var report = Run(Options(BuiltInSource.AllElements, 2) with { CasesMax = 768, Shard = (1, 1) });
        var scope = BuiltInSource.AllElements.Scope;
        Assert.All(
            Enumerable.Range(0, Cells.Count).Where(number =>
                report.Cells.Counts[number] > 0 && !CellScope.IsSeldom(Cells.At(number))),
            number => Assert.True(scope.WhyNot(Cells.At(number)) is null, $"{Cells.At(number)}"));
    }

    [Fact]
    public void Steered_campaigns_leave_out_at_most_half_as_many_cells()
    {
        var options = Options(Drawn("Option,Byte,Decimal,HtmlNode", ContainerChoice.Map), 0) with { CasesMax = 640 };
        var steered = Median(seed => LeftOut(options with { Seed = seed }));
        var unsteered = Median(seed => LeftOut(options with { Seed = seed, Steers = false }));
        TestContext.Current.SendDiagnosticMessage("left out: {0} steered, {1} unsteered", steered, unsteered);
        Assert.True(steered * 2 <= unsteered, $"{steered} cells left out steered, {unsteered} unsteered");
        Assert.True(unsteered > 0, "the campaign is too long to tell");
    }

    [Fact]
    public void A_steered_campaign_is_the_same_on_one_thread_and_on_two()
    {
        var options = Options(BuiltInSource.AllElements, 3) with { CasesMax = 600 };
        var (one, two) = (Run(options), Run(options with { Jobs = 2 }));
        Assert.True(one.Cells.Counts.SequenceEqual(two.Cells.Counts));
        Assert.Equal(one.Allocations, two.Allocations);
        Assert.False(one.Cells.Counts.SequenceEqual(Run(options with { Steers = false }).Cells.Counts));
    }

    private static int Median(Func<ulong, int> result)
    {
        ulong[] seeds = [1, 2, 3];
        return seeds.Select(result).Order().ElementAt(seeds.Length / 2);
    }

    /// <summary>How many reachable cells no case hit.</summary>
    private static int LeftOut(CampaignOptions options)
    {
        var coverage = Run(options).Coverage;
        return coverage.Reachable - coverage.Hit;
    }

    private static GenerationOptions Drawn(string elements, ContainerChoice containers) =>
        BuiltInSource.AllElements with
        {
            Elements = [.. elements.Split(',').Select(Enum.Parse<TypeKind>)],
            Containers = containers,
        };

    private static CampaignOptions Options(GenerationOptions drawn, ulong seed) =>
        new(seed, drawn, Headers.Of(WatOptions.Default)) { CompiledEvery = 0, InvisibilityEvery = 0 };

    private static CampaignReport Run(CampaignOptions options) =>
        new Campaign(options, NewRig).Run(stop: CancellationToken.None);

    /// <summary>Without oracles: what is hit does not depend on them.</summary>
    private static TestRig NewRig()
    {
        var driven = Lanes.Driven(WatOptions.Default);
        return new(Lanes.JudgeOf(driven, OracleSet.Termination), null, driven);
    }

    /// <summary>Ends with the round that hits the last reachable cell.</summary>
    private static CampaignReport RunUntilFull(GenerationOptions drawn, ulong seed)
    {
        using var full = new CancellationTokenSource();
        var options = Options(drawn, seed) with { CasesMax = CasesMost };
        return new Campaign(options, NewRig).Run(
            (report, _) =>
            {
                if (report.Coverage.Hit == report.Coverage.Reachable)
                {
                    full.Cancel();
                }
            },
            full.Token);
    }
}
