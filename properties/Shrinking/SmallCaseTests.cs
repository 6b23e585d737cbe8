using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Shrinking.NormalForms;
using Vera.GcStress.Shrinking.Order;
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
        HashSet<StressCase> missing = small.Ops.Length == 1
            ? [small, small.With(HeapState.Full), small.With(HeapState.Fragmented)]
            : [small];
        foreach (var below in SmallCases.Below(CaseText.Parse($"schedule eager\n{text}{Junk}")))
        {
            if (missing.Remove(below) && missing.Count == 0)
            {
                break;
            }
        }

        Assert.Empty(missing);
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

    /// <summary>
    /// Its own, what they are made of, what containers are listed as, and the lightest container alike.
    /// </summary>
    [Theory]
    [InlineData("observe 1", "Int, Array<Int>, Set<Int>")]
    [InlineData(
        "observe ({Some(JNull)} : Set<Option<Json>>)",
        "Int, Option<Int>, Array<Int>, Json, Array<Option<Int>>, Option<Json>, Set<Int>, Array<Option<Json>>, "
            + "Set<Option<Int>>, Set<Option<Json>>")]
    [InlineData(
        "observe ([closure(\"a\")] : Array<Closure<String>>)",
        "Int, String, Array<Int>, Set<Int>, Closure<String>, Array<Closure<String>>")]
    public void Expressions_have_the_types_that_the_case_has(string text, string types) =>
        Assert.Equal(types, string.Join(", ", new SmallExpressions(CaseText.Parse(text)).Types));

    [Fact]
    public void All_sets_of_three_nodes_are_there()
    {
        string[] ints = ["7", "0", "1"];
        string[] expected =
        [
            .. ints.SelectMany(x => ints.Select(y => $"({{{x}, {y}}} : Set<Int>)")),
            .. ints.Select(x => $"({{call({x})}} : Set<Int>)"),
            "({size(({} : Set<Int>))} : Set<Int>)",
            .. ints.SelectMany(x => new[]
            {
                $"insert(({{}} : Set<Int>), {x})", $"remove(({{}} : Set<Int>), {x})", $"call(({{{x}}} : Set<Int>))",
            }),
        ];
        var expressions = new SmallExpressions(CaseText.Parse("observe ({7} : Set<Int>)"));
        Assert.Equal(expected.Order(), TextsOf(expressions, VeraType.Set(VeraType.Int), 3).Order());
    }

    [Fact]
    public void All_maps_of_three_nodes_and_what_is_read_out_of_them_are_there()
    {
        var expressions = new SmallExpressions(CaseText.Parse("observe ({\"a\": 7} : Map<String, Int>)"));
        var map = VeraType.Map(VeraType.String, VeraType.Int);
        string[] keys = ["\"a\"", "\"\""];
        string[] values = ["7", "0", "1"];
        Assert.Equal(
            keys.SelectMany(key => values.Select(value => $"({{{key}: {value}}} : Map<String, Int>)")).Order(),
            TextsOf(expressions, map, 3).Order());
        Assert.Contains("keys(({} : Map<String, Int>))", TextsOf(expressions, VeraType.Array(VeraType.String), 2));
        Assert.Contains("values(({} : Map<String, Int>))", TextsOf(expressions, VeraType.Array(VeraType.Int), 2));
        Assert.Contains("size(({} : Map<String, Int>))", TextsOf(expressions, VeraType.Int, 2));
    }

    /// <summary>As they stand in an op, each once.</summary>
    private static List<string> TextsOf(SmallExpressions expressions, VeraType type, int nodes)
    {
        var texts = expressions.Of(type, nodes)
            .Select(e => e.ToString()).ToList();
        Assert.Equal(texts.Count, texts.Distinct().Count());
        return texts;
    }

    private static int NodesOf(Expr expr) => expr switch
    {
        Expr.Construct => 1,
        Expr.Item or Expr.Fold => 2 + expr.Parts.Sum(NodesOf),
        _ => 1 + expr.Parts.Sum(NodesOf),
    };
}
