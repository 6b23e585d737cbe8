using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
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
        using var target = Lanes.Driven(OnVera with { Parts = FaultCatalogue.PartsOf(fault) });
        var verdict = Lanes.JudgeOf(target).Try(CaseText.Parse($"$0: Set<Int> = fold({{}}, {turns}, turn)")).Verdict;
        Assert.Equal(fault is null, verdict is Verdict.Pass);
        if (verdict is Verdict.Fail failure)
        {
            Assert.Equal(OracleName.Retention, failure.Oracle);
            Assert.Contains("sizes", $"{failure.Evidence}", StringComparison.Ordinal);
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
        Assert.IsType<Verdict.Pass>(Lanes.JudgeOf(target).Try(CaseText.Parse(ops)).Verdict);
    }

    /// <summary>What an op may ask for, in sizes of blocks of more than 512 bytes.</summary>
    public static TheoryData<string, int> Asking => new()
    {
        { "allocate 512", 0 },
        { "allocate 513", 1 },
        { "churn 3 512", 0 },
        { "churn 3 513", 1 },
        { $"observe \"{new string('a', 170)}\"", 0 },
        { $"observe \"{new string('a', 171)}\"", 1 },
        { $"observe parse(Json, \"{new string('1', 31)}\")", 1 },
        { $"observe parse(Json, \"{new string('1', 64)}\")", 3 },
        { $"observe ([{string.Join(", ", Enumerable.Repeat("1", 64))}] : Array<Int>)", 0 },
        { $"observe ([{string.Join(", ", Enumerable.Repeat("1", 65))}] : Array<Int>)", 1 },
        { "observe elements(({1} : Set<Int>))", 2 },
        { "allocate 600\nallocate 700\nobserve elements(({1} : Set<Int>))", 4 },
        { "observe fold(({} : Set<Array<Int>>), 3, elements(({1} : Set<Int>)))", 6 },
        { "observe fold(({} : Set<Set<Array<Int>>>), 2, fold({}, 2, elements(({1} : Set<Int>))))", 8 },
    };

    [Theory]
    [MemberData(nameof(Asking))]
    public void So_many_more_sizes_are_explained_by_what_the_case_asks_for(string ops, int asked)
    {
        var stressCase = CaseText.Parse(ops);
        Assert.Null(new BlockSizes().Excess(HeapOf(3 + asked).View, stressCase));
        Assert.NotNull(new BlockSizes().Excess(HeapOf(4 + asked).View, stressCase));
    }

    /// <summary>Two more sizes for each doubling of the largest.</summary>
    [Theory]
    [InlineData(1023, 3)]
    [InlineData(1024, 5)]
    [InlineData(2047, 5)]
    [InlineData(2048, 7)]
    [InlineData(9000, 11)]
    public void A_larger_block_explains_more_sizes(int largest, int explained)
    {
        HandMadeHeap Heap(int sizes) => new(
            CollectorKind.Vera,
            [(largest, true), .. Enumerable.Range(1, sizes - 1).Select(i => (512 + (8 * i), true))]);
        Assert.Null(new BlockSizes().Excess(Heap(explained).View, CaseText.Parse("observe 1")));
        Assert.NotNull(new BlockSizes().Excess(Heap(explained + 1).View, CaseText.Parse("observe 1")));
    }

    private static HandMadeHeap HeapOf(int sizes) => new(
        CollectorKind.Vera, [.. Enumerable.Range(1, sizes).Select(i => (512 + (8 * i), true)), (512, true)]);

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void One_size_more_than_a_doubling_explains_is_seen(int sizes, bool isExcess)
    {
        var excess = new BlockSizes().Excess(HeapOf(sizes).View, CaseText.Parse("observe 1"));
        Assert.Equal(isExcess, excess is not null);
    }
}
