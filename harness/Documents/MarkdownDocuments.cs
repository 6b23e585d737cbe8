using System.Collections.Immutable;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>CommonMark with pipe tables to an MdDocument tree.</summary>
/// <remarks>
/// What has no constructor becomes the nearest one: raw HTML a paragraph of text, link definitions a paragraph of
/// links.
/// </remarks>
internal static class MarkdownDocuments
{
    private const int Paragraph = 0;
    private const int Heading = 1;
    private const int Code = 2;
    private const int Quote = 3;
    private const int List = 4;
    private const int Break = 5;
    private const int TableTag = 6;
    private const int Document = 7;

    private static readonly VeraType BlocksType = VeraType.Array(VeraType.MdBlock);
    private static readonly VeraType CellsType = VeraType.Array(MarkdownInlines.Type);

    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder { MaximumNestingDepth = DocumentLimits.DepthMax }.UsePipeTables().Build();

    public static Expr Read(string document)
    {
        var text = ValidText.Of(document);
        MarkdownWork.Check(text);
        var builder = new TreeBuilder();
        return Make(builder, Document, 1, Blocks(Markdown.Parse(text, Pipeline), builder, 2));
    }

    private static Expr.ArrayOf Blocks(ContainerBlock container, TreeBuilder builder, int depth)
    {
        TreeBuilder.CheckDepth(depth);
        var blocks = ImmutableArray.CreateBuilder<Expr>(container.Count);
        foreach (var block in container)
        {
            if (Block(block, builder, depth) is { } made)
            {
                blocks.Add(made);
            }
        }

        return new Expr.ArrayOf(BlocksType, blocks.ToImmutable());
    }

    private static Expr.Construct? Block(Block block, TreeBuilder builder, int depth) => block switch
    {
        HeadingBlock heading =>
            Make(builder, Heading, depth, new Expr.Nat(heading.Level), Inlines(heading, builder, depth)),
        FencedCodeBlock fence =>
            Make(builder, Code, depth, TreeBuilder.Text(fence.Info ?? ""), TreeBuilder.Text(LinesOf(fence))),
        CodeBlock code => Make(builder, Code, depth, new Expr.Text(""), TreeBuilder.Text(LinesOf(code))),
        ThematicBreakBlock => Make(builder, Break, depth),
        LinkReferenceDefinitionGroup definitions =>
            Make(builder, Paragraph, depth, MarkdownInlines.Links(definitions, builder, depth + 1)),
        EmptyBlock or BlankLineBlock => null,
        LeafBlock leaf => Make(builder, Paragraph, depth, Inlines(leaf, builder, depth)),
        ListBlock list =>
            Make(builder, List, depth, new Expr.Bool(list.IsOrdered), Items(list, builder, depth + 1)),
        Table table => Make(builder, TableTag, depth, Rows(table, builder, depth + 1)),
        ContainerBlock container => Make(builder, Quote, depth, Blocks(container, builder, depth + 1)),
        _ => null,
    };

    private static Expr.ArrayOf Items(ListBlock list, TreeBuilder builder, int depth)
    {
        var items = ImmutableArray.CreateBuilder<Expr>(list.Count);
        foreach (var item in list)
        {
            builder.Count();
            items.Add(Blocks((ContainerBlock)item, builder, depth));
        }

        return new Expr.ArrayOf(VeraType.Array(BlocksType), items.ToImmutable());
    }

    private static Expr.ArrayOf Rows(Table table, TreeBuilder builder, int depth)
    {
        var rows = ImmutableArray.CreateBuilder<Expr>(table.Count);
        foreach (var row in table)
        {
            var cells = ImmutableArray.CreateBuilder<Expr>();
            foreach (var cell in (TableRow)row)
            {
                builder.Count();
                cells.Add(Cell((TableCell)cell, builder, depth));
            }

            rows.Add(new Expr.ArrayOf(CellsType, cells.ToImmutable()));
        }

        return new Expr.ArrayOf(VeraType.Array(CellsType), rows.ToImmutable());
    }

    /// <summary>A pipe table's cell holds one paragraph, or nothing.</summary>
    private static Expr.ArrayOf Cell(TableCell cell, TreeBuilder builder, int depth) =>
        cell.Count > 0 && cell[0] is LeafBlock leaf
            ? MarkdownInlines.Of(leaf.Inline, builder, depth)
            : new Expr.ArrayOf(MarkdownInlines.Type, []);

    /// <summary>The inlines of a paragraph or heading; of raw HTML, its text.</summary>
    private static Expr.ArrayOf Inlines(LeafBlock leaf, TreeBuilder builder, int depth) =>
        leaf.Inline is null
            ? MarkdownInlines.Text(LinesOf(leaf), builder, depth + 1)
            : MarkdownInlines.Of(leaf.Inline, builder, depth + 1);

    private static string LinesOf(LeafBlock block) => block.Lines.Lines is null ? "" : block.Lines.ToString();

    private static Expr.Construct Make(TreeBuilder builder, int tag, int depth, params ReadOnlySpan<Expr> fields) =>
        builder.Make(VeraType.MdBlock, tag, depth, [.. fields]);
}
