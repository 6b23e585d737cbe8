using System.Text;
using Vera.GcStress.Targets.Vera.Own.Heap;
using Vera.GcStress.Targets.Vera.Own.Python;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>HTML as text, its plain text, and what a selector finds in it.</summary>
internal static class HtmlText
{
    private static readonly HashSet<string> Void = new(StringComparer.Ordinal)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    };

    /// <summary>Whether an element has no end tag.</summary>
    public static bool IsVoid(string name) => Void.Contains(name.ToLowerInvariant());

    public static string Of(HtmlTree tree)
    {
        var into = new StringBuilder();
        Write(tree, into);
        return into.ToString();
    }

    public static string Plain(HtmlTree tree) => tree switch
    {
        HtmlTree.Text text => text.Content,
        HtmlTree.Element element => string.Concat(element.Children.Select(Plain)),
        _ => "",
    };

    /// <summary>The elements that a selector names: tag, .class, #id or [attribute], and descendants after a space.
    /// </summary>
    /// <remarks>An element may be found more than once, on different ways.</remarks>
    public static List<HtmlTree> Query(HtmlTree tree, string selector, Guest payer)
    {
        var found = new List<HtmlTree>();
        var parts = PythonText.Split(selector);
        if (parts.Count > 0)
        {
            Walk(tree, parts, 0, found, payer);
        }

        return found;
    }

    private static void Walk(HtmlTree tree, List<string> parts, int part, List<HtmlTree> found, Guest payer)
    {
        payer.Spend(8);
        if (tree is not HtmlTree.Element element)
        {
            return;
        }

        if (Matches(element, parts[part]))
        {
            if (part == parts.Count - 1)
            {
                found.Add(element);
            }
            else
            {
                element.Children.ForEach(child => Walk(child, parts, part + 1, found, payer));
            }
        }

        element.Children.ForEach(child => Walk(child, parts, 0, found, payer));
    }

    private static bool Matches(HtmlTree.Element element, string selector) => selector switch
    {
        ['#', .. var id] => (element.Attribute("id") ?? "") == id,
        ['.', .. var name] => PythonText.Split(element.Attribute("class") ?? "").Contains(name),
        ['[', .. var name, ']'] => element.Attribute(name) is not null,
        _ => element.Name == selector,
    };

    private static void Write(HtmlTree tree, StringBuilder into)
    {
        switch (tree)
        {
            case HtmlTree.Text text:
                into.Append(Escaped(text.Content));
                break;
            case HtmlTree.Comment comment:
                into.Append($"<!--{comment.Content.Replace("-->", "-- >", StringComparison.Ordinal)}-->");
                break;
            case HtmlTree.Element element:
                WriteElement(element, into);
                break;
        }
    }

    private static void WriteElement(HtmlTree.Element element, StringBuilder into)
    {
        into.Append('<').Append(element.Name);
        foreach (var (name, value) in element.Attributes)
        {
            var quoted = Escaped(value).Replace("\"", "&quot;", StringComparison.Ordinal);
            into.Append(' ').Append(name).Append("=\"").Append(quoted).Append('"');
        }

        into.Append('>');
        if (!IsVoid(element.Name))
        {
            element.Children.ForEach(child => Write(child, into));
            into.Append("</").Append(element.Name).Append('>');
        }
    }

    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
