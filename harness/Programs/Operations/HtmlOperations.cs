using System.Collections.Immutable;
using System.Text;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>The operations on HTML nodes. A search gives copies of what it finds, as Vera's does.</summary>
public static class HtmlOperations
{
    private const int Element = 0, Text = 1;

    private static readonly string[] Void =
    [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    ];

    private static readonly TypePattern Node = TypeKind.HtmlNode;

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        new("html_attr", 100, [Node, TypeKind.String], Of(TypeKind.Option, TypeKind.String),
            static o => o[0].Tag == Element && o[0][1].Find(o[1]) is { } found ? Made.Some(found) : Made.None),
        new("html_text", 100, [Node], TypeKind.String, static o => Written(o[0], Say)),
        new("html_to_string", 100, [Node], TypeKind.String, static o => Written(o[0], Write)),
        new("html_query", 100, [Node, TypeKind.String], Of(TypeKind.Array, Node),
            static o => Query(o[0], [.. ByteText.Words(o[1].Text)])),
    ];

    private static Made? Written(Plain node, Action<Plain, StringBuilder> write)
    {
        var into = new StringBuilder();
        write(node, into);
        return into.ToString();
    }

    private static void Say(Plain node, StringBuilder into)
    {
        if (node.Tag == Text)
        {
            into.Append(node[0].Text);
        }

        foreach (var child in node.Tag == Element ? node[2].Parts : [])
        {
            Say(child, into);
        }
    }

    private static void Write(Plain node, StringBuilder into)
    {
        if (node.Tag != Element)
        {
            into.Append(node.Tag == Text
                ? Escaped(node[0].Text)
                : $"<!--{node[0].Text.Replace("-->", "-- >", StringComparison.Ordinal)}-->");
            return;
        }

        var (name, attributes) = (node[0].Text, node[1]);
        into.Append('<').Append(name);
        for (var i = 0; i < attributes.Count; i++)
        {
            var value = Escaped(attributes[i].Text).Replace("\"", "&quot;", StringComparison.Ordinal);
            into.Append(' ').Append(attributes.KeyAt(i).Text).Append("=\"").Append(value).Append('"');
        }

        into.Append('>');
        if (!Void.Contains(name.ToLowerInvariant()))
        {
            foreach (var child in node[2].Parts)
            {
                Write(child, into);
            }

            into.Append("</").Append(name).Append('>');
        }
    }

    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    private static Made Query(Plain node, string[] selectors)
    {
        var found = new List<Plain>();
        if (selectors.Length > 0)
        {
            Walk(node, selectors, 0, found);
        }

        return Made.Array(found.Select(Copy));
    }

    /// <summary>What is found on two ways is found twice.</summary>
    private static void Walk(Plain node, string[] selectors, int selector, List<Plain> found)
    {
        if (node.Tag != Element || found.Count > Operation.ItemsMax)
        {
            return;
        }

        if (Matches(node, selectors[selector]))
        {
            if (selector == selectors.Length - 1)
            {
                found.Add(node);
            }
            else
            {
                WalkAll(node, selectors, selector + 1, found);
            }
        }

        WalkAll(node, selectors, 0, found);
    }

    private static void WalkAll(Plain node, string[] selectors, int selector, List<Plain> found)
    {
        foreach (var child in node[2].Parts)
        {
            Walk(child, selectors, selector, found);
        }
    }

    /// <summary>By name, by class, by id, or by whether there is an attribute.</summary>
    private static bool Matches(Plain element, string selector) => selector switch
    {
        ['#', .. var id] => (Attribute(element, "id") ?? "") == id,
        ['.', .. var name] => ByteText.Words(Attribute(element, "class") ?? "").Contains(name),
        ['[', .. var name, ']'] => Attribute(element, name) is not null,
        _ => element[0].Text == selector,
    };

    private static string? Attribute(Plain element, string name)
    {
        var attributes = element[1];
        for (var i = 0; i < attributes.Count; i++)
        {
            if (attributes.KeyAt(i).Text == name)
            {
                return attributes[i].Text;
            }
        }

        return null;
    }

    private static Made Copy(Plain node) => node.Tag != Element
        ? new Made.Construct(node.Tag, [node[0].Text])
        : new Made.Construct(Element,
        [
            node[0].Text,
            new Made.Entries(
            [
                .. Enumerable.Range(0, node[1].Count)
                    .SelectMany(i => new Made[] { node[1].KeyAt(i).Text, node[1][i].Text }),
            ]),
            Made.Array(node[2].Parts.Select(Copy)),
        ]);
}
