using Vera.GcStress.Programs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Sources;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera;

public sealed class VeraSupportTests
{
    [Theory]
    [InlineData("observe item(elements(({1, 2} : Set<Int>)), 0)", "order of a set")]
    [InlineData("$0: Set<Array<Int>> = {[1]}", "containers of arrays")]
    [InlineData("allocate 2000000", "forced at once")]
    [InlineData("put \"a\"", "(E607)")]
    [InlineData("put ([1] : Array<Int>)", "(E607)")]
    [InlineData("observe generic(captured, fn(1))", "array_map to functions")]
    [InlineData("observe each(keys(({1: 2} : Map<Int, Int>)), 1, fn(1))", "array_map to functions")]
    [InlineData("observe result_unwrap_or((Err(fn(1)) : Result<Int, Closure<Int>>), 1)", "or over functions")]
    public void What_Vera_cannot_express_is_said(string text, string reason) =>
        Assert.Contains(reason, VeraSupport.WhyNot(CaseText.Parse(text), PrintedCases.Newest));

    [Fact]
    public void The_only_element_of_a_set_has_a_place() =>
        Assert.Null(
            VeraSupport.WhyNot(CaseText.Parse("observe item(elements(({1} : Set<Int>)), 0)"), PrintedCases.Newest));

    [Theory]
    [InlineData("contains($0, item(elements($0), 1))", true)]
    [InlineData("insert($0, item(elements($0), 1))", true)]
    [InlineData("remove($0, item(elements($0), 1))", false)]
    [InlineData("contains($1, item(elements($0), 1))", false)]
    public void Whichever_of_its_own_elements_a_set_is_asked_for_is_there(string asked, bool same) =>
        Assert.Equal(same, VeraSupport.WhyNot(
            CaseText.Parse($"$0: Set<Int> = {{1, 2}}\n$1: Set<Int> = {{2}}\nobserve {asked}"), PrintedCases.Newest)
            is null);

    [Theory]
    [InlineData("put ({1} : Set<Int>)", false)]
    [InlineData("put (Some(1) : Option<Int>)", false)]
    [InlineData("put JNull", true)]
    [InlineData("put (closure(1) : Closure<Int>)", true)]
    public void A_State_of_a_generic_type_needs_a_release_that_compiles_it(string text, bool always)
    {
        var stressCase = CaseText.Parse(text);
        Assert.Equal(always, VeraSupport.WhyNot(stressCase, new VeraVersion(0, 0, 194)) is null);
        Assert.Null(VeraSupport.WhyNot(stressCase, PrintedCases.Newest));
    }

    [Theory]
    [InlineData("observe try(Int, (throw(1) : Int), @0)", 151)]
    [InlineData("observe try(String, (throw(\"a\") : Int), 1)", 151)]
    [InlineData("observe try(Closure<Int>, (throw(fn(1)) : Int), 1)", 151)]
    [InlineData("observe try(Set<Int>, (throw(({} : Set<Int>)) : Int), 1)", 195)]
    public void Exceptions_are_in_releases_that_need_a_declaration_of_them_too(string text, int since)
    {
        var stressCase = CaseText.Parse(text);
        Assert.Null(VeraSupport.WhyNot(stressCase, new VeraVersion(0, 0, since)));
        Assert.Contains("exception", VeraSupport.WhyNot(stressCase, new VeraVersion(0, 0, since - 1)));
    }

    [Theory]
    [InlineData("observe ([call(1)] : Array<Int>)")]
    [InlineData("observe ([None] : Array<Option<Int>>)")]
    [InlineData("observe JArray([parse(Json, \"1\"), JNull])")]
    public void An_array_that_begins_with_a_call_needs_a_release_that_compiles_it(string text)
    {
        var stressCase = CaseText.Parse(text);
        Assert.Contains("begins with a call", VeraSupport.WhyNot(stressCase, new VeraVersion(0, 0, 158)));
        Assert.Null(VeraSupport.WhyNot(stressCase, PrintedCases.Newest));
    }

    /// <summary>Functions in a container are none of what the operation is over.</summary>
    [Theory]
    [InlineData("observe option_unwrap_or((None : Option<Closure<Int>>), fn(1))", "over functions")]
    [InlineData("observe option_unwrap_or((None : Option<Set<Closure<Int>>>), {})", "over functions")]
    [InlineData("observe option_unwrap_or((None : Option<Byte>), 1)", "over a Byte")]
    public void What_an_operation_is_over_needs_a_release_that_compiles_it(string text, string reason)
    {
        var stressCase = CaseText.Parse(text);
        Assert.Contains(reason, VeraSupport.WhyNot(stressCase, new VeraVersion(0, 0, 194)));
        Assert.Null(VeraSupport.WhyNot(stressCase, PrintedCases.Newest));
    }

    [Fact]
    public void NaN_is_left_out_where_it_is_not_equal_to_itself()
    {
        var stressCase = CaseText.Parse("observe contains(({nan} : Set<Float64>), nan)");
        Assert.Contains("NaN", VeraSupport.WhyNot(stressCase, new VeraVersion(0, 0, 158)));
        Assert.Null(VeraSupport.WhyNot(stressCase, new VeraVersion(0, 0, 171)));
    }

    [Theory]
    [InlineData("{1, 2}", "{2, 1}", false, true)]
    [InlineData("[{1, 2}]", "[{2, 1}]", false, true)]
    [InlineData("{1, 1, 2}", "{1, 2, 2}", false, false)]
    [InlineData("{1: 2, 3: 4}", "{3: 4, 1: 2}", false, false)]
    [InlineData("{\"1: 2\", 3}", "{3, \"1: 2\"}", false, true)]
    [InlineData("[1, 2]", "[2, 1]", false, false)]
    [InlineData("Some([1, 2])", "Some([2, 1])", true, true)]
    [InlineData("{<a flaw 0x1", "{0x1<a flaw ", false, false)]
    public void Texts_agree_up_to_the_order_of_sets(string left, string right, bool arraysToo, bool same) =>
        Assert.Equal(same, CanonicalOrder.Same(Ascii(left), Ascii(right), arraysToo));

    [Fact]
    public void A_listing_of_a_set_is_open_and_stays_so_in_what_holds_it()
    {
        var order = SetOrder.Of(CaseText.Parse("""
            $0: Set<Int> = {1, 2}
            $1: Option<Array<Int>> = Some(elements($0))
            match Some($2) = $1
            observe $2
            observe size($0)
            observe keys(({1: 2, 3: 4} : Map<Int, Int>))
            """));
        Assert.Equal([false, true, true, true, false, false], Enumerable.Range(0, 6).Select(order.IsOpen));
        Assert.False(order.ItemDepends);
    }

    [Fact]
    public void A_command_that_is_no_Vera_is_refused_in_one_line()
    {
        var missing = Assert.Throws<VeraException>(
            () => InstalledVera.Open("no-such-command-anywhere", (_, _) => null));
        Assert.DoesNotContain('\n', missing.Message);
        Assert.Contains("no-such-command-anywhere", missing.Message);
    }

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
