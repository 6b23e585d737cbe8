using Vera.GcStress.Judging;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

public class BlockSizesTests
{
    private static readonly WatOptions OnVera =
        WatOptions.Default with { Runtime = RuntimeKind.Bucket, Collector = CollectorKind.Vera };

    /// <summary>A chain takes room for each of its versions, or for each doubling of its length.</summary>
    [Theory]
    [InlineData(null, 1000)]
    [InlineData("bucket-exact", 30)]
    public void A_chain_that_doubles_is_told_from_one_that_creeps(string? fault, int turns)
    {
        using var target = Lanes.Driven(OnVera with { Fault = fault });
        var verdict = Lanes.JudgeOf(target).Try(CaseText.Parse($"$0: Set<Int> = fold({{}}, {turns}, turn)"));
        Assert.Equal(fault is null, verdict is Verdict.Pass);
        if (verdict is Verdict.Fail failure)
        {
            Assert.Equal("retention", failure.Oracle);
            Assert.Contains("sizes", failure.Evidence, StringComparison.Ordinal);
        }
    }

    /// <summary>What a case asks for itself may have any sizes.</summary>
    [Theory]
    [InlineData("allocate 600\nallocate 700\nallocate 800\nallocate 900\nallocate 1000\nallocate 1100")]
    [InlineData("churn 2 600\nchurn 2 700\nchurn 2 800\nchurn 2 900\nchurn 2 1000\nchurn 2 1100")]
    [InlineData("$0: Map<Int, Int> = fold({}, 40, turn, size(fold(({} : Set<Int>), 100, turn)))")]
    [InlineData("$0: Set<Int> = fold({}, 99, turn)\n$1: Set<Array<Int>> = fold({}, 30, elements($0))")]
    public void Sizes_that_the_case_asks_for_are_no_excess(string ops)
    {
        using var target = Lanes.Driven(OnVera);
        Assert.IsType<Verdict.Pass>(Lanes.JudgeOf(target).Try(CaseText.Parse(ops)));
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void One_size_more_than_a_doubling_explains_is_seen(int sizes, bool isExcess)
    {
        var heap = new HandMadeHeap(
            CollectorKind.Vera, [.. Enumerable.Range(1, sizes).Select(i => (512 + (8 * i), true)), (512, true)]);
        var excess = new BlockSizes().Excess(heap.View, CaseText.Parse("observe 1"));
        Assert.Equal(isExcess, excess is not null);
    }
}
