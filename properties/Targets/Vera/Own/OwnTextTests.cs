using Vera.GcStress.Targets.Vera.Own;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera.Own;

/// <summary>What host functions make of texts, as Vera's host in Python does; expectations were seen there.</summary>
public class OwnTextTests
{
    private const string OfText = "(param i32 i32) (result i32)";
    private const string ToText = "(param i32) (result i32 i32)";
    private const string OfTexts = "(param i32 i32 i32 i32) (result i32)";

    /// <summary>Parses its first argument and writes it again; an error is returned as it is.</summary>
    private static OwnModule Rewriter(string parse, string write) => HandMadeGuest.Module($$"""
        (func (export "run") (param i32 i32) (result i32 i32)
          (local $result i32)
          (local.set $result (call ${{parse}} (local.get 0) (local.get 1)))
          (if (result i32 i32) (i32.load (local.get $result))
            (then (i32.load offset=4 (local.get $result)) (i32.load offset=8 (local.get $result)))
            (else (call ${{write}} (i32.load offset=4 (local.get $result))))))
        """, (parse, OfText), (write, ToText));

    private static string Run(OwnModule module, params string[] texts) => module.Run(new("run")
    {
        Arguments = [.. texts.Select(text => new RunArgument.Text(text))],
    }).Ending switch
    {
        ModuleEnding.Completed { Value: RunValue.Pair { Text: { } text } } => text,
        var other => other.ToString(),
    };

    [Theory]
    [InlineData("[1, 2.5e3, -0, -0.0, 1e400]", "ValueError")]
    [InlineData("""{"b": [true, null], "a": "\u00e9\ud83d\ude00\n", "b": 1}""", """{"b": 1.0, "a": "é😀\n"}""")]
    [InlineData("[0.1, 1e16, 123456789012345680, 1e-5, 0.0001]", "[0.1, 1e+16, 1.2345678901234568e+17, 1e-05, 0.0001]")]
    [InlineData("", "Expecting value: line 1 column 1 (char 0)")]
    [InlineData("[1,]", "Expecting value: line 1 column 4 (char 3)")]
    [InlineData("{\"a\":1,}", "Expecting property name enclosed in double quotes: line 1 column 8 (char 7)")]
    [InlineData("{\"😀\" 1}", "Expecting ':' delimiter: line 1 column 6 (char 5)")]
    [InlineData("[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)")]
    [InlineData("1 2", "Extra data: line 1 column 3 (char 2)")]
    [InlineData("01", "Extra data: line 1 column 2 (char 1)")]
    [InlineData("\n\"a", "Unterminated string starting at: line 2 column 1 (char 1)")]
    [InlineData("\"\\x\"", "Invalid \\escape: line 1 column 2 (char 1)")]
    [InlineData("\"a\nb\"", "Invalid control character at: line 1 column 3 (char 2)")]
    [InlineData("\"\\ud800\"", "UnicodeEncodeError")]
    public void Json_is_read_and_written_as_Python_does(string text, string expected)
    {
        using var module = Rewriter("json_parse", "json_stringify");
        Assert.Contains(expected, Run(module, text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<p>hi <b>x</b> you</p> tail", "<p>hi <b>x you</b> tail</p>")]
    [InlineData("<a HREF='x&amp;y' b=1 c>&lt;&#233;&copy</a>", "<a href=\"x&amp;y\" b=\"1\" c=\"\">&lt;é©</a>")]
    [InlineData("a<br/>b<!-- c --><x", "<html>a<br>b<!-- c --></html>")]
    [InlineData("<script>a<b && c</script>after", "<script>a&lt;b &amp;&amp; cafter</script>")]
    [InlineData("<!doctype html><p>1 < 2</p>", "<p>1 &lt; 2</p>")]
    [InlineData("&zwnj; ", "html_parse of the reference &zwnj;")]
    public void Html_is_read_and_written_as_Veras_host_does(string text, string expected)
    {
        using var module = Rewriter("html_parse", "html_to_string");
        Assert.Contains(expected, Run(module, text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# A *b* ##\n\ntext `c` **d**\nmore", "# A *b*\n\ntext `c` **d** more")]
    [InlineData("- a\n- b\n\n1. x\n2) y", "- a\n- b\n\n1. x\n2. y")]
    [InlineData("> q\nlazy\n\n---\n```vera\nx\n```", "> q lazy\n\n---\n\n```vera\nx\n```")]
    [InlineData("|a|b|\n|-|-|\n|1|[l](u)|", "| a | b |\n| --- | --- |\n| 1 | [l](u) |")]
    [InlineData("![i](s) ***b***", "![i](s) **b****")]
    public void Markdown_is_read_and_written_as_Veras_host_does(string text, string expected)
    {
        using var module = Rewriter("md_parse", "md_render");
        Assert.Equal(expected, Run(module, text));
    }

    [Theory]
    [InlineData("div", "1", "3", "0.3333333333333333333333333333")]
    [InlineData("div", "1e5", "2", "5E+4")]
    [InlineData("div", "2", "0.00", "None")]
    [InlineData("add", "1.10", "2.2", "3.30")]
    [InlineData("add", "1e999999", "1", "1.000000000000000000000000000E+999999")]
    [InlineData("add", "9999999999999999999999999999", "0.5", "1.000000000000000000000000000E+28")]
    [InlineData("sub", "0.1", "0.1", "0.0")]
    [InlineData("mul", "-1.5", "0", "-0.0")]
    [InlineData("mul", "1e-7", "1", "1E-7")]
    [InlineData("add", "0.000001", "0", "0.000001")]
    public void Decimals_have_28_digits_half_to_even(string op, string left, string right, string expected)
    {
        using var module = HandMadeGuest.Module($$"""
            (data (i32.const 0) "None")
            (func $unwrapped (param $option i32) (result i32)
              (if (result i32) (i32.load (local.get $option))
                (then (i32.and (i32.load offset=4 (i32.load offset=4 (local.get $option))) (i32.const 0x7FFFFFFF)))
                (else (i32.const 0))))
            (func (export "run") (param i32 i32 i32 i32) (result i32 i32)
              (local $made i32)
              (local.set $made (call ${{(op == "div" ? "divided" : $"decimal_{op}")}}
                (call $unwrapped (call $decimal_from_string (local.get 0) (local.get 1)))
                (call $unwrapped (call $decimal_from_string (local.get 2) (local.get 3)))))
              (if (result i32 i32) (local.get $made)
                (then (call $decimal_to_string (local.get $made)))
                (else (i32.const 0) (i32.const 4))))
            (func $divided (param i32 i32) (result i32)
              (call $unwrapped (call $decimal_div (local.get 0) (local.get 1))))
            """,
            ("decimal_from_string", OfText), ("decimal_to_string", ToText),
            ("decimal_div", "(param i32 i32) (result i32)"),
            ("decimal_add", "(param i32 i32) (result i32)"), ("decimal_sub", "(param i32 i32) (result i32)"),
            ("decimal_mul", "(param i32 i32) (result i32)"), ("host_decref_handle", "(param i32 i32)"));
        Assert.Equal(expected, Run(module, left, right));
    }

    [Theory]
    [InlineData("a1b22", @"\d+", "<\\g<0>>", "a<1>b22")]
    [InlineData("john smith", @"(?P<f>\w+) (\w+)", @"\2 \g<f>", "smith john")]
    [InlineData("x", "[", "", "invalid regex: unterminated character set at position 0")]
    [InlineData("x", "(", "", "invalid regex: missing ), unterminated subpattern at position 0")]
    [InlineData("x", "x", @"\3", "invalid regex: invalid group reference 3 at position 1")]
    public void Regular_expressions_are_Pythons(string text, string pattern, string by, string expected)
    {
        using var module = HandMadeGuest.Module("""
            (func (export "run") (param i32 i32 i32 i32 i32 i32) (result i32 i32)
              (local $result i32)
              (local.set $result (call $regex_replace (local.get 0) (local.get 1) (local.get 2) (local.get 3)
                (local.get 4) (local.get 5)))
              (i32.load offset=4 (local.get $result)) (i32.load offset=8 (local.get $result)))
            """, ("regex_replace", "(param i32 i32 i32 i32 i32 i32) (result i32)"), ("regex_match", OfTexts));
        Assert.Equal(expected, Run(module, text, pattern, by));
    }

    /// <summary>A list that holds itself has no end; an unknown tag is no value.</summary>
    [Theory]
    [InlineData("json_stringify", 4, "RecursionError")]
    [InlineData("md_render", 7, "RecursionError")]
    [InlineData("json_stringify", 99, "unknown tag 99")]
    [InlineData("md_render", 99, "Unknown MdBlock tag: 99")]
    [InlineData("html_to_string", 99, "unknown tag 99")]
    public void Trees_that_a_guest_ties_into_knots_end(string write, int tag, string expected)
    {
        var outcome = HandMadeGuest.Run($$"""
            (func (export "run") (result i32 i32)
              (i32.store (i32.const 0) (i32.const {{tag}}))
              (i32.store (i32.const 4) (i32.const 100))
              (i32.store (i32.const 8) (i32.const 2))
              (call ${{write}} (i32.const 0)))
            """, (write, ToText));
        Assert.Contains(expected, outcome.Ending.ToString(), StringComparison.Ordinal);
    }
}
