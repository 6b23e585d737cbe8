using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
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
}
