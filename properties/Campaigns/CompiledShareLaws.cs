using Vera.GcStress.Campaigns;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Generation;
using Xunit;

namespace Vera.GcStress.Properties.Campaigns;

/// <summary>The compiled way has a share of the time, not of the cases.</summary>
public class CompiledShareLaws
{
    /// <summary>What a module takes that has nothing in it, in parts of a case.</summary>
    private const int PartsOfModule = 40;

    private const int Every = 2;

    /// <summary>Of what is compiled, a quarter is short cases, and a quarter long ones.</summary>
    [Fact]
    public void Cases_of_all_lengths_have_the_same_share() => Assert.All(
        SharesOf((number, drawn) => CaseTrial.IsCompiled(Every, number, drawn)),
        share => Assert.InRange(share, 0.2, 0.3));

    /// <summary>The law above can fail: of every other case, long ones take what short ones do not get.</summary>
    [Fact]
    public void Of_cases_by_their_numbers_alone_long_ones_have_the_greatest_share()
    {
        var shares = SharesOf((number, _) => number % Every == 0);
        Assert.InRange(shares[0], 0, 0.18);
        Assert.InRange(shares[^1], 0.38, 1);
    }

    [Fact]
    public void None_and_each_are_none_and_each_whatever_their_length() => Assert.All(
        DrawnCases.Of(DrawnCases.Options, 40).Select((drawn, number) => (Drawn: drawn, Number: number)),
        one =>
        {
            Assert.True(CaseTrial.IsCompiled(1, one.Number, one.Drawn));
            Assert.False(CaseTrial.IsCompiled(0, one.Number, one.Drawn));
        });

    /// <summary>Of four quarters of the cases, the shortest first: which part of what is compiled is theirs.</summary>
    private static List<double> SharesOf(Func<long, StressCase, bool> isCompiled)
    {
        const int Count = 12_000, Quarters = 4;
        var cases = DrawnCases.Of(DrawnCases.Options, Count)
            .Select((drawn, number) => (
                Takes: PartsOfModule + PartsOf(drawn), IsCompiled: isCompiled(number, drawn)))
            .OrderBy(one => one.Takes).Chunk(Count / Quarters)
            .Select(quarter => quarter.Where(one => one.IsCompiled).Sum(one => one.Takes)).ToList();
        return [.. cases.Select(takes => (double)takes / cases.Sum())];
    }

    private static int PartsOf(StressCase drawn) =>
        drawn.Ops.Count(op => op.Operand is null) + DrawnCases.Expressions(drawn).Count();
}
