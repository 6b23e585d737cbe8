using System.Collections.Immutable;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>HTML text, a whole page or a fragment of one, to an HtmlNode tree.</summary>
/// <remarks>
/// One root element is the tree; anything else is wrapped in an <c>html</c> element, as html_parse does. No scripts
/// run and nothing is loaded: the parser's context has no services for it.
/// </remarks>
internal sealed class HtmlDocuments
{
    private const int Element = 0;
    private const int TextNode = 1;
    private const int Comment = 2;

    private static readonly VeraType Attributes = VeraType.Map(VeraType.String, VeraType.String);
    private static readonly VeraType Nodes = VeraType.Array(VeraType.HtmlNode);

    [ThreadStatic]
    private static HtmlDocuments? ofThread;

    private readonly HtmlParser parser;
    private readonly HtmlWork work = new();
    private readonly IElement body;

    private HtmlDocuments()
    {
        var options = new HtmlParserOptions
        {
            IsScripting = false,
            DisableElementPositionTracking = true,
            OnCreated = (element, _) => work.Created(element),
        };
        parser = new HtmlParser(options, BrowsingContext.New(Configuration.Default));
        body = parser.ParseDocument("").Body!;
    }

    public static Expr Read(string document) => (ofThread ??= new HtmlDocuments()).Parse(ValidText.Of(document));

    private Expr.Construct Parse(string document)
    {
        work.Restart();
        var builder = new TreeBuilder();
        if (!IsPage(document))
        {
            return Root(parser.ParseFragment(document, body), builder);
        }

        using var page = parser.ParseDocument(document);
        return Root(page.ChildNodes, builder);
    }

    /// <summary>Whether the text names a part of the page that a fragment cannot have.</summary>
    private static bool IsPage(string document)
    {
        for (var at = document.IndexOf('<'); at >= 0; at = document.IndexOf('<', at + 1))
        {
            var rest = document.AsSpan(at + 1);
            if (Starts(rest, "!doctype") || Starts(rest, "html") || Starts(rest, "head") || Starts(rest, "body"))
            {
                return true;
            }
        }

        return false;

        static bool Starts(ReadOnlySpan<char> text, string name) =>
            text.StartsWith(name, StringComparison.OrdinalIgnoreCase)
            && (text.Length == name.Length || !char.IsAsciiLetterOrDigit(text[name.Length]));
    }

    private static Expr.Construct Root(INodeList roots, TreeBuilder builder)
    {
        var only = default(INode);
        foreach (var root in roots)
        {
            if (root is IDocumentType || (root is IText text && string.IsNullOrWhiteSpace(text.Data)))
            {
                continue;
            }

            if (only is not null || root is not IElement)
            {
                return Wrapped(roots, builder);
            }

            only = root;
        }

        return only is null ? Wrapped(roots, builder) : Node(only, builder, 1)!;
    }

    private static Expr.Construct Wrapped(INodeList roots, TreeBuilder builder) => builder.Make(
        VeraType.HtmlNode,
        Element,
        1,
        [new Expr.Text("html"), new Expr.Container(Attributes, []), Children(roots, builder, 2)]);

    private static Expr.Construct? Node(INode node, TreeBuilder builder, int depth)
    {
        TreeBuilder.CheckDepth(depth);
        return node switch
        {
            IElement element => builder.Make(
                VeraType.HtmlNode,
                Element,
                depth,
                [
                    TreeBuilder.Text(element.LocalName),
                    AttributesOf(element, builder),
                    Children(ContentOf(element), builder, depth + 1),
                ]),
            IComment comment => Leaf(Comment, comment.Data, builder, depth),
            ICharacterData text => Leaf(TextNode, text.Data, builder, depth),
            _ => null, // a doctype
        };
    }

    private static Expr.Construct Leaf(int tag, string text, TreeBuilder builder, int depth) =>
        builder.Make(VeraType.HtmlNode, tag, depth, [TreeBuilder.Text(text)]);

    private static INodeList ContentOf(IElement element) =>
        element is IHtmlTemplateElement template ? template.Content.ChildNodes : element.ChildNodes;

    private static Expr.ArrayOf Children(INodeList nodes, TreeBuilder builder, int depth)
    {
        var children = ImmutableArray.CreateBuilder<Expr>(nodes.Length);
        foreach (var node in nodes)
        {
            if (Node(node, builder, depth) is { } child)
            {
                children.Add(child);
            }
        }

        return new Expr.ArrayOf(Nodes, children.ToImmutable());
    }

    private static Expr.Container AttributesOf(IElement element, TreeBuilder builder)
    {
        var entries = new MapEntries(Attributes);
        foreach (var attribute in element.Attributes)
        {
            builder.Count();
            entries.Insert(TreeBuilder.Text(attribute.Name), TreeBuilder.Text(attribute.Value));
        }

        return entries.ToMap();
    }
}
