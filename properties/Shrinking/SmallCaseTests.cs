using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>What is looked at below a case for its normal form: everything that small, in order.</summary>
public class SmallCaseTests
{
    /// <summary>More than any small case has, over the types and literals of all of them.</summary>
    private const string Junk = """

        allocate 8
        observe ([1, 2, 3] : Array<Int>)
        observe ([4, 5, 6] : Array<Int>)
        """;

    public static TheoryData<string> Small =>
    [
        "observe elements(({7} : Set<Int>))",
        "observe size(call(({7} : Set<Int>)))",
        "observe remove(({7} : Set<Int>), 7)",
        "observe ({7, 1} : Set<Int>)",
        "observe item(([7] : Array<Int>), 0)",
        "observe apply(closure(7))",
        "observe keys(({\"a\": 7} : Map<String, Int>))",
        "observe get(({0: 7} : Map<Int, Int>), 0)",
        "observe insert(({} : Map<Int, Int>), 7, 7)",
        "observe fold(({} : Set<Int>), 2, 7)",
        "$0: Set<String> = {\"a\"}\nallocate 1",
        "$0: Set<String> = {\"a\"}\nobserve $0",
        "$0: Array<Int> = [7]\nobserve item($0, 0)",
        "put ([7] : Array<Int>)\nobserve (state : Array<Int>)",
    ];

    [Theory]
    [MemberData(nameof(Small))]
    public void A_small_case_lies_below_what_has_more_of_the_same(string text)
    {
        var small = CaseText.Parse($"schedule eager\n{text}");
        var below = SmallCases.Below(CaseText.Parse($"schedule eager\n{text}{Junk}")).ToHashSet();
        Assert.Contains(small, below);
        if (small.Ops.Length == 1)
        {
            Assert.Contains(small.With(HeapState.Full), below);
            Assert.Contains(small.With(HeapState.Fragmented), below);
        }
    }

    /// <summary>First what is common to all cases, then what is made of the case's own.</summary>
    [Theory]
    [InlineData("observe values(({\"a\": 7} : Map<String, Int>))")]
    [InlineData("$0: Set<String> = {\"a\"}\nobserve $0")]
    public void All_that_lies_below_is_valid_smaller_and_in_order(string text)
    {
        var large = CaseText.Parse($"{text}{Junk}");
        var before = CaseText.Parse("");
        var starts = 1;
        foreach (var small in SmallCases.Below(large))
        {
            Assert.Same(small, CaseRepair.Repair(small));
            Assert.True(CaseOrder.Compare(small, large) < 0, $"{small}");
            starts += Key(small).CompareTo(Key(before)) < 0 ? 1 : 0;
            before = small;
        }

        Assert.Equal(2, starts);
    }

    [Fact]
    public void What_all_cases_have_in_common_does_not_depend_on_them()
    {
        StressCase[] Common(string text) =>
            [.. SmallCases.Below(CaseText.Parse($"schedule eager\n{text}{Junk}")).TakeWhile(c => c.Ops.Length < 3)];

        var one = Common("observe apply(closure(7))");
        var other = Common("observe ({\"a\": JNull} : Map<String, Json>)").ToHashSet();
        var shared = one.Where(other.Contains).ToArray();
        Assert.Equal(one.Take(shared.Length), shared);
        Assert.True(shared.Length > 1000, $"{shared.Length}");
    }

    private static (int, int, int, UInt128) Key(StressCase small)
    {
        var measure = CaseMeasure.Of(small);
        return (small.Ops.Length, measure.Nodes, measure.Types, measure.Values);
    }

    /// <summary>A whole constructed value is one; an index, a count of turns and a default key are one each.</summary>
    [Theory]
    [InlineData("observe item(keys(({\"a\": 7} : Map<String, Int>)), 0)")]
    [InlineData("observe get(({0: 7} : Map<Int, Int>), 0)")]
    public void Expressions_have_the_size_that_was_asked_for(string text)
    {
        var expressions = new SmallExpressions(CaseText.Parse($"{text}{Junk}"));
        for (var nodes = 0; nodes < 6; nodes++)
        {
            foreach (var type in expressions.Types)
            {
                Assert.All(expressions.Of(type, nodes), e => Assert.Equal((type, nodes), (e.Type, NodesOf(e))));
            }
        }
    }

    private static int NodesOf(Expr expr) => expr switch
    {
        Expr.Construct => 1,
        Expr.Item or Expr.Fold => 2 + expr.Parts.Sum(NodesOf),
        _ => 1 + expr.Parts.Sum(NodesOf),
    };
}
