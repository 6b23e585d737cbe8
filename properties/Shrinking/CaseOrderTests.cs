using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Shrinking.Order;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

public class CaseOrderTests
{
    private static readonly StressCase[] Cases =
        [.. Enumerable.Range(0, 60).Select(seed => DrawnCases.Draw(seed, seed % 7))];

    [Fact]
    public void Sorting_by_the_order_agrees_with_every_single_comparison()
    {
        var sorted = Cases.Distinct().ToList();
        sorted.Sort(CaseOrder.Compare);
        for (var i = 0; i < sorted.Count; i++)
        {
            Assert.Equal(0, CaseOrder.Compare(sorted[i], sorted[i]));
            for (var j = i + 1; j < sorted.Count; j++)
            {
                Assert.True(CaseOrder.Compare(sorted[i], sorted[j]) < 0);
                Assert.True(CaseOrder.Compare(sorted[j], sorted[i]) > 0);
            }
        }
    }

    [Fact]
    public void Nothing_is_smaller_than_the_empty_case()
    {
        var empty = new StressCase([], new CollectionSchedule.Natural(), HeapState.Empty);
        Assert.DoesNotContain(Cases, drawn => CaseOrder.Compare(drawn, empty) < 0);
    }

    /// <summary>Numbers of each row are simpler than those of the next.</summary>
    [Fact]
    public void Matches_are_simpler_than_destructuring_lets_and_earlier_arms_than_later_ones()
    {
        string[] rows =
        [
            "match Ok($0) = (Ok(1) : Result<Int, Int>)", "let Ok($0) = (Ok(1) : Result<Int, Int>)",
            "match Err($0) = (Ok(1) : Result<Int, Int>)", "let Err($0) = (Ok(1) : Result<Int, Int>)",
        ];
        StressCase[] cases = [.. rows.Select(row => CaseText.Parse(row))];
        Assert.True(CaseOrder.Compare(cases[0], cases[1]) < 0 && CaseOrder.Compare(cases[2], cases[3]) < 0);
        Assert.True(CaseOrder.Compare(cases[0], cases[2]) < 0 && CaseOrder.Compare(cases[1], cases[3]) < 0);
    }

    [Fact]
    public void Plain_numbers_are_simpler_than_strange_ones()
    {
        double[][] rows = [[0.0], [1.0], [-1.0], [2.0], [0.5, 1e300], [double.PositiveInfinity, double.NaN, -0.0]];
        foreach (var (simple, strange) in rows.Zip(rows.Skip(1)))
        {
            Assert.All(simple, x => Assert.All(strange, y => Assert.True(
                CaseOrder.Compare(Observing(x), Observing(y)) < 0, $"{x} {y}")));
        }
    }

    private static StressCase Observing(double number) => new(
        [new Op.Observe(Expr.Float64.From(number))], new CollectionSchedule.Natural(), HeapState.Empty);
}
