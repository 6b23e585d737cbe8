using FsCheck.Xunit;
using Vera.GcStress.Documents;
using Vera.GcStress.Programs;
using Xunit;

namespace Vera.GcStress.Properties.Documents;

public class DocumentParserTests
{
    [Theory]
    [MemberData(nameof(SampleDocuments.All), MemberType = typeof(SampleDocuments), DisableDiscoveryEnumeration = true)]
    public void Every_document_of_the_project_parses_to_a_tree_of_its_type(VeraType type, string document)
    {
        Assert.True(DocumentParser.TryParse(type, document, out var tree, out var error), error);
        Trees.AssertTyped(type, tree);
    }

    [Property(MaxTest = 500)]
    public void A_document_gives_a_typed_tree_or_one_line_of_error(int seed)
    {
        var (type, document) = SampleDocuments.FromSeed(seed);
        if (DocumentParser.TryParse(type, document, out var tree, out var error))
        {
            Trees.AssertTyped(type, tree);
            return;
        }

        Assert.Null(tree);
        Assert.NotEmpty(error);
        Assert.DoesNotContain('\n', error);
        Assert.InRange(error.Length, 1, DocumentLimits.ErrorCharsMax);
    }

    [Property(MaxTest = 50)]
    public void Parsing_again_gives_the_same_answer_whatever_was_parsed_between(int seed)
    {
        var (type, document) = SampleDocuments.FromSeed(seed);
        var parses = DocumentParser.TryParse(type, document, out var tree, out var error);
        for (var i = 0; i < 4 * DocumentLimits.CachedDocuments; i++)
        {
            DocumentParser.TryParse(VeraType.Json, $"{seed}{i}", out _, out _);
        }

        Assert.Equal(parses, DocumentParser.TryParse(type, document, out var again, out var errorAgain));
        Assert.Equal(error, errorAgain);
        Assert.True(!parses || Trees.Same(tree!, again!));
    }

    [Property]
    public void A_duplicate_key_keeps_its_first_place_and_its_last_value(byte[] keys)
    {
        var members = keys.Select((key, i) => $"\"{key % 40}\":{i}");
        Assert.True(DocumentParser.TryParse(VeraType.Json, $"{{{string.Join(",", members)}}}", out var tree, out _));

        var entries = ((Expr.Container)tree.Parts[0]).Entries;
        var names = keys.Select(key => (key % 40).ToString()).ToList();
        Assert.Equal(names.Distinct(), entries.Where((_, i) => i % 2 == 0).Select(key => ((Expr.Text)key).Value));
        Assert.Equal(
            names.Distinct().Select(name => (double)names.LastIndexOf(name)),
            entries.Where((_, i) => i % 2 == 1).Select(value => Float(value.Parts[0])));
    }

    [Theory]
    [InlineData("<p>a</p>\n", "p")]
    [InlineData("<p>a</p><p>b</p>", "html")]
    [InlineData("text", "html")]
    [InlineData("", "html")]
    [InlineData("<!doctype html><title>t</title>", "html")]
    [InlineData("<tr><td>loose", "html")]
    public void Html_has_one_root_element(string document, string name)
    {
        Assert.True(DocumentParser.TryParse(VeraType.HtmlNode, document, out var tree, out var error), error);
        Assert.Equal(name, ((Expr.Text)tree.Parts[0]).Value);
    }

    [Theory]
    [InlineData("a <b>c</b> &amp; `d` <http://e.f> ![g *h*](i)\n", "a", "<b>", "c", "&", "d", "http://e.f", "g h")]
    [InlineData("<div>\nraw\n</div>\n\n[x]: y\n", "<div>", "raw", "x", "y")]
    [InlineData("[[[a **b [c\n\n    code\n\n|t|u|\n|-|-|\n|v|w|\n", "[[[", "a", "**b", "[c", "code", "t", "w")]
    public void No_text_of_a_markdown_document_gets_lost(string document, params string[] parts)
    {
        Assert.True(DocumentParser.TryParse(VeraType.MdBlock, document, out var tree, out var error), error);
        var texts = string.Join("\n", TextsOf(tree));
        Assert.All(parts, part => Assert.Contains(part, texts, StringComparison.Ordinal));
    }

    private static IEnumerable<string> TextsOf(Expr tree) =>
        tree is Expr.Text text ? [text.Value] : tree.Parts.SelectMany(TextsOf);

    private static double Float(Expr number) => BitConverter.Int64BitsToDouble(((Expr.Float64)number).Bits);
}
