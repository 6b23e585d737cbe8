using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Shrinking.Order;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>Which values, ops and cases count as the simpler ones.</summary>
public class ValueWeightTests
{
    /// <summary>Operands of one type or ops, each simpler than the next.</summary>
    [Theory]
    [InlineData("0", "1", "-1", "2", "-2", "1000", "9223372036854775807", "-9223372036854775808", "(addr(0) : Int)",
        "(addr(1) : Int)", "(addr(1000000) : Int)", "(addr(0, 0) : Int)", "(addr(0, 1) : Int)", "(addr(1, 1) : Int)")]
    [InlineData("(0 : Nat)", "(1 : Nat)", "(9223372036854775807 : Nat)", "(addr(0) : Nat)", "(addr(0, 0) : Nat)")]
    [InlineData("false", "true")]
    [InlineData("(0 : Byte)", "(1 : Byte)", "(255 : Byte)")]
    [InlineData("0.0", "1.0", "-1.0", "2.0", "9007199254740991.0", "-9007199254740991.0", "0.5", "9007199254740992.0",
        "-9007199254740992.0", "nan", "inf", "-nan")]
    [InlineData("0.5", "1e300", "-0.0", "-0.5", "nan", "inf")]
    [InlineData("0d", "0.25d", "-0.25d", "1d", "2d")]
    [InlineData("\"\"", "\"a\"", "\"b\"", "\"z\"", "\"0\"", "\"A\"", "\"{\"", "\"é\"", "\"aa\"", "\"ab\"", "\"ba0\"",
        "\"ébé\"", "(addr(0) : String)", "(addr(0, 3) : String)")]
    [InlineData("JNull", "parse(Json, \"\")", "parse(Json, \"a\")", "parse(Json, \"b\")", "parse(Json, \"aa\")")]
    [InlineData("Red", "Green", "Blue")]
    [InlineData("HtmlText(\"\")", "HtmlComment(\"\")")]
    [InlineData("item(([] : Array<Int>), 0)", "item(([] : Array<Int>), 1)", "item(([] : Array<Int>), 2)")]
    public void Values_are_simpler_in_this_order(params string[] operands) =>
        Ascends([.. operands.Select(operand => $"observe {operand}")]);

    [Theory]
    [InlineData("allocate 1", "allocate 2", "churn 1 1", "churn 2 1", "churn 2 2", "churn 2 3")]
    [InlineData("observe 0", "$0: Int = 0", "put 0", "match None = (None : Option<Int>)")]
    [InlineData("observe fold(({} : Set<Int>), 1, 0)", "observe fold(({} : Set<Int>), 2, 0)")]
    [InlineData("observe 0; observe 0", "$0: Int = 0; observe 0", "$0: Int = 0; observe $0", "put 0; observe 1")]
    [InlineData("put 0; observe 0", "put 0; observe (state : Int)", "put 0; observe -1")]
    [InlineData("observe keys(({} : Map<Int, Int>))", "observe values(({} : Map<Int, Int>))")]
    [InlineData("heap full; observe 0; observe 1", "observe 0; observe -1", "observe 0; observe ([] : Array<Int>)",
        "observe 0; observe ([0] : Array<Int>)")]
    public void Ops_are_simpler_in_this_order(params string[] ops) => Ascends(ops);

    private static void Ascends(string[] texts)
    {
        var cases = texts.Select(Proposals.Case).ToArray();
        for (var i = 0; i < cases.Length; i++)
        {
            for (var j = 0; j < cases.Length; j++)
            {
                Assert.True(
                    Math.Sign(CaseOrder.Compare(cases[i], cases[j])) == i.CompareTo(j), $"{texts[i]} / {texts[j]}");
            }
        }
    }
}
