using Vera.GcStress.Campaigns;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
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

    /// <summary>Sound: nothing is hit that is said to be out of reach. Complete: all that is within reach is hit.</summary>
    [Theory]
    [MemberData(nameof(Narrow))]
    public void What_is_asked_for_is_hit_if_and_only_if_it_is_within_reach(string elements, ContainerChoice containers)
    {
        var drawn = Drawn(elements, containers);
        var scope = CellScope.Of(drawn);
        var report = Run(drawn, 1, cases: 2560);
        for (var number = 0; number < Cells.Count; number++)
        {
            var cell = Cells.At(number);
            if (scope.IsAsked(cell))
            {
                var (hit, why) = (report.Cells.Counts[number] > 0, scope.WhyNot(cell));
                Assert.True(hit == why is null, $"{cell}: hit {report.Cells.Counts[number]}, {why ?? "within reach"}");
            }
        }
    }

    [Fact]
    public void Nothing_that_all_elements_and_containers_hit_is_said_to_be_out_of_reach()
    {
        var report = Run(BuiltInSource.AllElements, 2, cases: 768);
        var scope = CellScope.Of(BuiltInSource.AllElements);
        Assert.All(
            Enumerable.Range(0, Cells.Count).Where(number => report.Cells.Counts[number] > 0),
            number => Assert.True(scope.WhyNot(Cells.At(number)) is null, $"{Cells.At(number)}"));
    }

    private static GenerationOptions Drawn(string elements, ContainerChoice containers) => BuiltInSource.AllElements with
    {
        Elements = [.. elements.Split(',').Select(Enum.Parse<TypeKind>)],
        Containers = containers,
    };

    private static CampaignReport Run(GenerationOptions drawn, ulong seed, long cases)
    {
        var options = new CampaignOptions(seed, drawn, Headers.Of(WatOptions.Default))
        {
            CasesMax = cases,
            CompiledEvery = 0,
            InvisibilityEvery = 0,
        };
        return new Campaign(options, () => Lanes.BenchOf(WatOptions.Default))
            .Run(stop: TestContext.Current.CancellationToken);
    }
}
