using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>Cases with loops of a thousand turns.</summary>
public class ShorterLoopsLaws
{
    private const string Big = "schedule at 900; $0: Set<Int> = call(fold({}, 1024, turn)); allocate 64; "
        + "observe reduce(elements($0), 1008, $0, remove(@1, @0)); observe recurse(700, [1], [@0], @0)";

    [Fact]
    public void All_loops_are_made_shorter_at_once_with_collections_as_they_were_or_everywhere()
    {
        var proposed = Proposals.Of(ShorterLoops.Pass, Big);
        Assert.Equal(10, proposed.Length);
        Assert.Equal(Big.Replace("1024", "34").Replace("1008", "34").Replace("700", "34"), proposed[0]);
        Assert.StartsWith("schedule eager; $0: Set<Int> = call(fold({}, 34, turn));", proposed[1]);
        Assert.Empty(Proposals.Of(ShorterLoops.Pass, "schedule at 9; observe fold(({} : Set<Int>), 34, turn)"));
    }

    /// <summary>Where collections come at every allocation, a run costs the square of its turns.</summary>
    [Fact]
    public void A_failure_that_few_turns_show_is_looked_for_among_long_ones_no_more_than_twice()
    {
        var longOnes = 0;
        bool Fails(StressCase tried)
        {
            var text = tried.ToString();
            longOnes += text.Contains("1024") || text.Contains("1008") ? 1 : 0;
            return tried.Ops.Any(op => op.Operand is { } operand && Turns(operand) >= 5);
        }

        var smallest = new Shrinker(Fails, new()).Shrink(Proposals.Case(Big)).Smallest;
        Assert.Equal("observe fold(({} : Set<Int>), 5, 0)", smallest.ToString().Trim());
        Assert.InRange(longOnes, 1, 2);
    }

    private static int Turns(Expr expr) =>
        Math.Max(expr is Expr.Fold fold ? fold.Count : 0, expr.Parts.Select(Turns).DefaultIfEmpty().Max());
}
