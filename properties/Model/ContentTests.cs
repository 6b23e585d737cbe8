using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;
using Xunit;

namespace Vera.GcStress.Properties.Model;

/// <summary>A runtime that keeps bytes tells values apart by what is in them, and by nothing else.</summary>
public class ContentTests
{
    private const long OtherNaN = 0x7FF8000000000123;

    private static readonly VeraType Floats = VeraType.Array(VeraType.Float64);

    /// <summary>An element type, and values of it of which no two are the same.</summary>
    public static TheoryData<string, string[]> Different => new()
    {
        { "Int", ["0", "1", "-1", "9223372036854775807"] },
        { "Float64", ["0.0", "1.5", "nan"] },
        { "Array<Float64>", ["[0.0]", "[-0.0]", "[nan]"] }, // Only keys themselves have one zero.
        { "String", ["\"\"", "\"a\"", "\"b\"", "\"ab\""] },
        { "Decimal", ["0d", "1.5d", "2.5d"] },
        { "Array<Int>", ["[]", "[1]", "[2]", "[1, 2]", "[2, 1]", "[1, 2, 3]"] },
        { "Array<Array<Int>>", ["[]", "[[]]", "[[], []]", "[[1]]", "[[2]]", "[[1], []]"] },
        { "Array<Array<Array<Array<Array<Int>>>>>", ["[[[[[1]]]]]", "[[[[[2]]]]]", "[[[[[]]]]]", "[[[[]]]]"] },
        { "Option<Int>", ["None", "Some(1)", "Some(2)"] },
        { "Result<Int, Int>", ["Ok(1)", "Err(1)", "Ok(2)"] },
        { "Tuple<Int, String>", ["Tuple(1, \"a\")", "Tuple(2, \"a\")", "Tuple(1, \"b\")"] },
        { "Set<Int>", ["{}", "{1}", "{2}", "{1, 2}", "{2, 1}"] },
        { "Map<Int, String>", ["{}", "{1: \"a\"}", "{1: \"b\"}", "{2: \"a\"}", "{1: \"a\", 2: \"a\"}"] },
        { "Closure<Int>", ["closure(1)", "closure(2)"] },
    };

    /// <summary>A type, and a value of it that has an earlier one twice.</summary>
    public static TheoryData<string, string> Doubled => new()
    {
        { "Json", "JArray([$, $])" },
        { "Json", "JObject({\"a\": $, \"b\": $})" },
        { "Tree<Int>", "Node(1, $, $)" },
    };

    [Theory]
    [MemberData(nameof(Different))]
    public void Values_are_the_same_if_they_are_made_alike(string type, string[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var x in values)
        {
            foreach (var y in values)
            {
                Assert.Equal(
                    [x == y ? "true" : "false", x == y ? "1" : "2"],
                    Observe(
                        $"observe contains(({{{x}}} : Set<{type}>), {y})\n" +
                        $"observe size(({{{x}, {y}}} : Set<{type}>))"));
            }
        }
    }

    [Fact]
    public void Every_NaN_is_the_same_inside_others() => Assert.Equal(["1"], ModelRun.Observe(
        NewModel(),
        new Op.Observe(ContainerExprs.Size(new Expr.Container(
            VeraType.Set(Floats), [Holding(double.NaN), Holding(BitConverter.Int64BitsToDouble(OtherNaN))])))));

    /// <summary>Each op doubles what a copy would take.</summary>
    [Theory]
    [MemberData(nameof(Doubled))]
    public void A_copy_of_more_values_than_anybody_reads_is_a_limit(string type, string doubled)
    {
        Assert.Equal(new Outcome.Completed(), Inserted(type, doubled, 12));
        Assert.IsType<Outcome.LimitHit>(Inserted(type, doubled, 18));
    }

    [Theory]
    [InlineData("Json", "JArray([$])", 2)]
    [InlineData("Json", "JObject({\"a\": $})", 2)]
    [InlineData("Tree<Int>", "Node(1, $, Leaf)", 1)]
    public void A_copy_deeper_than_anybody_reads_is_a_limit(string type, string around, int depth)
    {
        Assert.Equal(new Outcome.Completed(), Inserted(type, around, (280 / depth) - 1));
        Assert.IsType<Outcome.LimitHit>(Inserted(type, around, (300 / depth) + 1));
    }

    /// <summary>One that is read as deep as a copy may be is one too deep with a container around it.</summary>
    [Theory]
    [InlineData("Set<Tree<Int>>", "{$}")]
    [InlineData("Map<Tree<Int>, Int>", "{$: 0}")]
    [InlineData("Map<Int, Tree<Int>>", "{0: $}")]
    [InlineData("Array<Tree<Int>>", "[$]")]
    [InlineData("Option<Tree<Int>>", "Some($)")]
    [InlineData("Closure<Tree<Int>>", "closure($)")]
    public void What_a_value_stands_in_is_a_level_of_it(string type, string around) =>
        Assert.Equal(Deepest("Tree<Int>", "$") - 1, Deepest(type, around));

    private static int Deepest(string type, string around) =>
        Enumerable.Range(295, 10).Last(depth => Inserted(depth, type, around) is Outcome.Completed);

    private static Outcome Inserted(int depth, string type, string around)
    {
        var text = "$0: Tree<Int> = Leaf\n" + string.Concat(
            Enumerable.Range(1, depth).Select(i => $"${i}: Tree<Int> = Node(1, ${i - 1}, Leaf)\n"));
        var element = around.Replace("$", $"${depth}", StringComparison.Ordinal);
        return NewModel().Run(CaseText.Parse($"{text}observe size(({{{element}}} : Set<{type}>))")).Outcome;
    }

    /// <summary>
    /// Two arrays of 60,000 are more than the 100,000 values that a copy may have, as keys and as values.
    /// </summary>
    [Theory]
    [InlineData("{$0: 0}", "Map<Array<Int>, Int>", true)]
    [InlineData("{$0: 0, $1: 0}", "Map<Array<Int>, Int>", false)]
    [InlineData("{0: $0}", "Map<Int, Array<Int>>", true)]
    [InlineData("{0: $0, 1: $1}", "Map<Int, Array<Int>>", false)]
    public void All_of_a_container_counts_where_it_is_copied(string map, string type, bool isComplete)
    {
        var outcome = NewModel().Run(CaseText.Parse(
            $"$0: Array<Int> = {Of(1)}\n$1: Array<Int> = {Of(2)}\nobserve size(({{{map}}} : Set<{type}>))")).Outcome;
        Assert.Equal(isComplete, outcome is Outcome.Completed);
        Assert.Equal(!isComplete, outcome is Outcome.LimitHit);

        static string Of(int item) => $"[{string.Join(", ", Enumerable.Repeat(item, 60_000))}]";
    }

    private static Outcome Inserted(string type, string around, int times)
    {
        var text = $"$0: {type} = {(type == "Tree<Int>" ? "Leaf" : "JNull")}\n";
        for (var i = 1; i <= times; i++)
        {
            text += $"${i}: {type} = {around.Replace("$", $"${i - 1}", StringComparison.Ordinal)}\n";
        }

        return NewModel().Run(CaseText.Parse($"{text}observe size(({{${times}}} : Set<{type}>))")).Outcome;
    }

    private static Expr.ArrayOf Holding(double number) => new(Floats, [Expr.Float64.From(number)]);

    private static string[] Observe(string text) => ModelRun.Observe(NewModel(), [.. CaseText.Parse(text).Ops]);

    private static ReferenceModel NewModel() =>
        new(ModelRun.HeapStart, (_, _) => null, ContainerEquality.Content);
}
