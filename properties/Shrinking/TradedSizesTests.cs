using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

public class TradedSizesTests
{
    [Theory]
    [InlineData(0, 12)]
    [InlineData(4, 4)]
    public void Less_is_allocated_in_each_other_heap_and_after_the_next_op(int from, int bytes) => Assert.Equal(
        [
            $"heap full; allocate {bytes}; observe 5",
            $"heap almost-full; allocate {bytes}; observe 5",
            $"heap fragmented; allocate {bytes}; observe 5",
            $"observe 5; allocate {bytes}",
        ],
        Proposals.Of(TradedSizes.Pass, "allocate 20; observe 5")[from..(from + 4)]);

    [Fact]
    public void The_last_op_only_changes_heaps_and_never_becomes_nothing()
    {
        Assert.Equal(3, Proposals.Of(TradedSizes.Pass, "observe 5; allocate 9").Length);
        Assert.Empty(Proposals.Of(TradedSizes.Pass, "allocate 8; observe 5"));
    }

    [Fact]
    public void Up_to_a_page_is_taken_away() => Assert.Equal(
        Enumerable.Range(3, 10).Select(power => 100_000 - (1 << power)),
        TradedSizes.Pass(Proposals.Case("allocate 100000"))
            .Select(proposed => ((Op.Allocate)proposed.Ops[0]).Bytes)
            .Distinct());

    [Fact]
    public void Longer_cases_are_left_alone()
    {
        Assert.NotEmpty(Proposals.Of(TradedSizes.Pass, "allocate 20; observe 1; observe 2; observe 3"));
        Assert.Empty(Proposals.Of(TradedSizes.Pass, "allocate 20; observe 1; observe 2; observe 3; observe 4"));
    }
}
