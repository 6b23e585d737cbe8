using FsCheck.Xunit;
using Vera.GcStress.Documents;
using Vera.GcStress.Programs;
using Xunit;

namespace Vera.GcStress.Properties.Documents;

public class DocumentTextTests
{
    [Theory]
    [MemberData(nameof(SampleDocuments.All), MemberType = typeof(SampleDocuments), DisableDiscoveryEnumeration = true)]
    public void A_rendered_tree_parses_to_the_same_tree(VeraType type, string document)
    {
        Assert.True(DocumentParser.TryParse(type, document, out var tree, out _));
        var text = DocumentText.Render(tree);
        Assert.Equal(type == VeraType.Json, text is not null);
        if (text is not null)
        {
            Assert.True(DocumentParser.TryParse(type, text, out var again, out var error), error);
            Assert.True(Trees.Same(tree, again), text);
        }
    }

    [Property(MaxTest = 300)]
    public void Every_number_but_NaN_and_every_string_survives(double number, string? text)
    {
        var map = new Expr.Container(
            VeraType.Map(VeraType.String, VeraType.Json),
            [new Expr.Text(Valid(text)), Json(2, Expr.Float64.From(number)), new Expr.Text("\0"), Json(0)]);
        var items = new Expr.ArrayOf(
            VeraType.Array(VeraType.Json), [Json(3, new Expr.Text(Valid(text))), Json(5, map)]);
        var tree = Json(4, items);

        var document = DocumentText.Render(tree);
        Assert.Equal(double.IsNaN(number) || text == "\0", document is null);
        Assert.True(document is null || (DocumentParser.TryParse(VeraType.Json, document, out var again, out _)
            && Trees.Same(tree, again)));
    }

    [Fact]
    public void What_no_document_gives_is_not_rendered()
    {
        Assert.Null(DocumentText.Render(new Expr.Local(0, VeraType.Json)));
        Assert.Null(DocumentText.Render(Json(3, new Expr.Address(VeraType.String, 1, 2))));
        Assert.Null(DocumentText.Render(new Expr.Construct(VeraType.HtmlNode, 1, [new Expr.Text("")])));
    }

    private static Expr.Construct Json(int tag, params Expr[] fields) => new(VeraType.Json, tag, [.. fields]);

    private static string Valid(string? text) =>
        string.Concat((text ?? "").EnumerateRunes().Select(rune => rune.ToString()));
}
