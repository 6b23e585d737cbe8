using Vera.GcStress.Campaigns;
using Vera.GcStress.Features;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Vera.GcStress.Steering;
using Xunit;

namespace Vera.GcStress.Properties.Steering;

public class ParentLaws
{
    private const int Many = 300;

    [Fact]
    public void Half_of_a_round_comes_from_what_showed_something()
    {
        var steering = new CaseSteering([], learns: true);
        Assert.Equal(0, Varied(steering));
        Made().ForEach(steering.Saw);
        Assert.Equal(0, Varied(steering));
        steering.EndRound();
        Assert.InRange(Varied(steering), 430, 540);
    }

    [Fact]
    public void Which_are_parents_does_not_depend_on_the_order()
    {
        var made = Made();
        var parents = Of(made);
        Assert.Equal(parents.Cheap(), Of(made.AsEnumerable().Reverse()).Cheap());
        Assert.Equal(parents.Cheap(), Of(made.OrderBy(one => one.Number * 7919 % 1009)).Cheap());
        Assert.DoesNotContain(made, parents.IsNews);
    }

    [Fact]
    public void A_case_takes_the_place_of_one_that_costs_a_good_deal_more_and_shows_the_same()
    {
        var (dear, cheap, alike) = (Made(0, 100_000, 3), Made(1, 1_000, 3), Made(2, 999, 3));
        Assert.Equal([dear.Case], Of([dear]).Cheap().Distinct());
        Assert.Equal([cheap.Case], Of([dear, cheap, alike]).Cheap().Distinct());
        var other = Made(1, 1_000, 5);
        Assert.Equal([other.Case, dear.Case], Of([dear, other]).Cheap().Distinct());
    }

    [Fact]
    public void The_dearest_tenth_are_no_parents()
    {
        var made = Enumerable.Range(0, 20).Select(i => Made(i, 1L << i, 5 * i)).ToList();
        var parents = Of(made).Cheap();
        Assert.Contains(made[0].Case, parents);
        Assert.Contains(made[9].Case, parents);
        Assert.DoesNotContain(made[^1].Case, parents);
    }

    private static Parents Of(IEnumerable<KeptCase> cases)
    {
        var parents = new Parents();
        foreach (var one in cases)
        {
            parents.Add(one);
        }

        return parents;
    }

    private static int Varied(CaseSteering steering) => Enumerable.Range(0, 1000).Count(
        number => steering.Varied(CaseSeed.Of(17, number), GenerationOptions.Default) is not null);

    private static List<KeptCase> Made() =>
        [.. Enumerable.Range(0, Many).Select(i => Made(i, 1000L << (i * 31 % 11), i * i % 97))];

    private static KeptCase Made(int number, long cost, int shows) => new(
        number,
        CaseGenerator.FromSeed(CaseSeed.Of(5, number), GenerationOptions.Default),
        new([.. Enumerable.Range(0, FeatureTable.All.Length).Select(i => (byte)(i % 101 == shows ? 1 + (i % 4) : 0))]),
        cost);
}
