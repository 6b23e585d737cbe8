using System.Collections.Immutable;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>The text of one Markdown block to an array of MdInline.</summary>
/// <remarks>
/// Neighbouring pieces of plain text become one MdText: line breaks as <c>\n</c>, entities decoded, raw HTML and
/// delimiters that matched nothing as they are written.
/// </remarks>
internal sealed class MarkdownInlines
{
    private const int TextTag = 0;
    private const int Code = 1;
    private const int Emphasis = 2;
    private const int Strong = 3;
    private const int LinkTag = 4;
    private const int Image = 5;

    public static VeraType Type { get; } = VeraType.Array(VeraType.MdInline);

    private readonly TreeBuilder builder;
    private readonly int depth;
    private readonly ImmutableArray<Expr>.Builder inlines = ImmutableArray.CreateBuilder<Expr>();
    private readonly StringBuilder text = new();

    private MarkdownInlines(TreeBuilder builder, int depth)
    {
        TreeBuilder.CheckDepth(depth);
        this.builder = builder;
        this.depth = depth;
    }

    public static Expr.ArrayOf Of(ContainerInline? container, TreeBuilder builder, int depth)
    {
        var made = new MarkdownInlines(builder, depth);
        made.AddChildren(container);
        return made.ToArray();
    }

    public static Expr.ArrayOf Text(string plain, TreeBuilder builder, int depth)
    {
        var made = new MarkdownInlines(builder, depth);
        made.text.Append(plain);
        return made.ToArray();
    }

    /// <summary>The links that reference definitions stand for, each under its label.</summary>
    public static Expr.ArrayOf Links(LinkReferenceDefinitionGroup definitions, TreeBuilder builder, int depth)
    {
        var made = new MarkdownInlines(builder, depth);
        foreach (var block in definitions)
        {
            if (block is LinkReferenceDefinition definition)
            {
                var label = Text(definition.Label ?? "", builder, depth + 1);
                made.Add(LinkTag, label, TreeBuilder.Text(definition.Url ?? ""));
            }
        }

        return made.ToArray();
    }

    /// <summary>
    /// Unmatched delimiters hold what follows them as children, thousands deep in hostile text, so those are walked
    /// without recursion. They open nothing: their children stand beside them.
    /// </summary>
    private void AddChildren(ContainerInline? container)
    {
        var inline = container?.FirstChild;
        while (inline is not null)
        {
            var below = IsTransparent(inline) ? ((ContainerInline)inline).FirstChild : null;
            if (below is null || inline is DelimiterInline)
            {
                AddInline(inline);
            }

            inline = below ?? Following(inline, container!);
        }
    }

    private static bool IsTransparent(Inline inline) =>
        inline is ContainerInline and not (EmphasisInline or LinkInline);

    private static Inline? Following(Inline inline, ContainerInline container)
    {
        while (inline.NextSibling is null)
        {
            if (inline.Parent is null || inline.Parent == container)
            {
                return null;
            }

            inline = inline.Parent;
        }

        return inline.NextSibling;
    }

    private void AddInline(Inline inline)
    {
        switch (inline)
        {
            case EmphasisInline emphasis:
                Add(emphasis.DelimiterCount >= 2 ? Strong : Emphasis, Of(emphasis, builder, depth + 1));
                break;
            case LinkInline { IsImage: true } image:
                Add(Image, TreeBuilder.Text(PlainText(image)), TreeBuilder.Text(image.Url ?? ""));
                break;
            case LinkInline link:
                Add(LinkTag, Of(link, builder, depth + 1), TreeBuilder.Text(link.Url ?? ""));
                break;
            case AutolinkInline { IsEmail: var isEmail, Url: var url }:
                Add(LinkTag, Text(url, builder, depth + 1), TreeBuilder.Text(isEmail ? $"mailto:{url}" : url));
                break;
            case CodeInline code:
                Add(Code, TreeBuilder.Text(code.Content));
                break;
            default:
                text.Append(PlainPiece(inline));
                break;
        }
    }

    private void Add(int tag, params ReadOnlySpan<Expr> fields)
    {
        EndText();
        inlines.Add(builder.Make(VeraType.MdInline, tag, depth, [.. fields]));
    }

    private void EndText()
    {
        if (text.Length > 0)
        {
            var plain = TreeBuilder.Text(text.ToString());
            text.Clear();
            inlines.Add(builder.Make(VeraType.MdInline, TextTag, depth, [plain]));
        }
    }

    private Expr.ArrayOf ToArray()
    {
        EndText();
        return new Expr.ArrayOf(Type, inlines.ToImmutable());
    }

    private static string PlainText(ContainerInline container)
    {
        var plain = new StringBuilder();
        foreach (var inline in container.FindDescendants<Inline>())
        {
            plain.Append(PlainPiece(inline));
        }

        return plain.ToString();
    }

    private static string PlainPiece(Inline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        AutolinkInline link => link.Url,
        HtmlInline html => html.Tag,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        LineBreakInline => "\n",
        DelimiterInline delimiter => delimiter.ToLiteral(),
        _ => "",
    };
}
