using System.Text;
using FsCheck.Xunit;
using Vera.GcStress.Documents;
using Vera.GcStress.Programs;
using Xunit;

namespace Vera.GcStress.Properties.Documents;

public class HostileDocumentTests
{
    public static TheoryData<string> Units { get; } =
    [
        "[", "{", "{\"a\":", "[1,", "\"\\ud800\",", "\"k\":1,", "9", "<", "<!--", "<div>", "<b>", "<a><div>", "<p><b>x",
        "<table><td>", "<table>x<b>", "<template>", "<svg><foreignObject>", "<select>", "<font></p>", "</p>", "<base>",
        "<iframe>",
        "<li>", "&", ">", "> ", "- ", "1. ", "*", "**", "a*", "*a ", "*a _b ", "a**b", "![", "[a](", "[[a][",
        "a<?", "a<![CDATA[", "`", "``a`", "|", "a|b\n", "|-|\n", "a\n=\n", "[a]: b\n", "# a\n", "- a\n", "```\n", "\0",
        "\n", " ", "\t", "\\", "\ud800", "\uFFFF", "é",
    ];

    private static readonly string[] Alphabets =
        ["[]{}\",:0\\ue1-.tfn ", "<>/!-=\"' abpi&;\n", "*_`[]()!|>-+#=.1 \n\tab<"];

    [Theory]
    [MemberData(nameof(Units))]
    public void A_repetition_that_fills_the_limit_ends_in_a_tree_or_an_error(string unit)
    {
        var size = (DocumentLimits.BytesMax / Encoding.UTF8.GetByteCount(unit)) - 1;
        var document = new StringBuilder().Insert(0, unit, size).ToString();
        foreach (var type in SampleDocuments.Types)
        {
            SampleDocuments.OnSmallStack(() => CheckParse(type, document));
        }
    }

    [Fact]
    public void Whatever_is_over_a_limit_is_an_error()
    {
        var depth = DocumentLimits.DepthMax + 1;
        AssertRefused(VeraType.Json, new string('x', 10 * 1024 * 1024));
        AssertRefused(VeraType.HtmlNode, new string('x', 10 * 1024 * 1024));
        AssertRefused(VeraType.MdBlock, new string('x', 10 * 1024 * 1024));
        AssertRefused(VeraType.MdBlock, new string('é', (DocumentLimits.BytesMax / 2) + 1));
        AssertRefused(VeraType.Json, new string('[', depth) + new string(']', depth));
        AssertRefused(VeraType.HtmlNode, new StringBuilder().Insert(0, "<i>", depth).ToString());
        AssertRefused(VeraType.MdBlock, new StringBuilder().Insert(0, "> ", depth).Append('a').ToString());
        AssertRefused(VeraType.Json, "[" + new StringBuilder().Insert(0, "0,", DocumentLimits.NodesMax) + "0]");
        AssertRefused(VeraType.HtmlNode, new StringBuilder().Insert(0, "<br>", DocumentLimits.NodesMax).ToString());
        AssertRefused(VeraType.MdBlock, new StringBuilder().Insert(0, "a\n\n", DocumentLimits.NodesMax).ToString());
    }

    [Property(MaxTest = 300)]
    public void Random_characters_end_in_a_tree_or_an_error(int seed)
    {
        var random = new Random(seed);
        var alphabet = Alphabets[random.Next(Alphabets.Length)];
        var isBinary = random.Next(4) == 0;
        var document = string.Create(random.Next(2000), random, (span, r) =>
        {
            foreach (ref var c in span)
            {
                c = isBinary ? (char)r.Next(0x10000) : alphabet[r.Next(alphabet.Length)];
            }
        });
        foreach (var type in SampleDocuments.Types)
        {
            CheckParse(type, document);
        }
    }

    [Theory]
    [InlineData("[\"\\ud800\", \"\\udc00\\ud800x\", {\"\\udfff\": 0}]", 'J')]
    [InlineData("[\"\ud800\"]", 'J')]
    [InlineData("<p a='\ud800'>\udc00 &#xD800;</p>", 'H')]
    [InlineData("*\ud800* `\udc00` [a](\ud83e) &#xD800;\n", 'M')]
    public void Half_a_surrogate_pair_becomes_the_replacement_character(string document, char kind)
    {
        var type = SampleDocuments.Types.Single(t => t.ToString()[0] == kind);
        Assert.True(DocumentParser.TryParse(type, document, out var tree, out var error), error);
        Trees.AssertTyped(type, tree);
    }

    [Fact]
    public void Many_threads_may_parse_at_once()
    {
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            var (type, document) = SampleDocuments.FromSeed(i % 16);
            CheckParse(type, document);
        });
    }

    private static void CheckParse(VeraType type, string document)
    {
        var parses = DocumentParser.TryParse(type, document, out var tree, out var error);
        Assert.Equal(parses, tree is not null);
        Assert.Equal(parses, error is null);
        if (tree is not null)
        {
            Trees.AssertTyped(type, tree);
        }
    }

    private static void AssertRefused(VeraType type, string document) =>
        SampleDocuments.OnSmallStack(() => Assert.False(DocumentParser.TryParse(type, document, out _, out _)));
}
