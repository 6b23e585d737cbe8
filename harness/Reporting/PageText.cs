using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Vera.GcStress.Reporting;

/// <summary>Elements of a page that stands on its own: XHTML and SVG, without scripts and without links.</summary>
internal static class PageText
{
    public static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>What all pages share: their colours by day and by night, and room on narrow screens.</summary>
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1d2430; --soft: #5b6472; --line: #d8dee6; --card: #fff;
          --page: #f6f7f9; --good: #067647; --bad: #b42318; --unsure: #8a6100; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #a3adbb; --line: #37404e;
          --card: #1a202b; --page: #11151c; --good: #47cd89; --bad: #ff8a80; --unsure: #e5b94e; } }
        * { box-sizing: border-box; }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); margin: 0 auto;
          max-width: 1100px; padding: 24px 20px 60px; overflow-wrap: anywhere; }
        h1 { font-size: 22px; line-height: 1.3; margin: 0 0 4px; } h2 { font-size: 17px; margin: 32px 0 10px; }
        p { margin: 4px 0; } .soft { color: var(--soft); }
        .tiles { display: grid; gap: 10px; margin: 16px 0; }
        .tile { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px;
          min-width: 0; }
        .tile b { display: block; font-size: 22px; } .tile span { font-size: 13px; color: var(--soft); }
        .tile b.good { color: var(--good); } .tile b.bad { color: var(--bad); }
        svg { width: 100%; height: auto; display: block; } svg text { font-size: 12px; fill: var(--soft); }
        @media (max-width: 480px) { body { padding: 14px 12px 40px; font-size: 14px; } h1 { font-size: 18px; } }
        """;

    /// <summary>A whole page.</summary>
    /// <param name="title">What a browser calls it.</param>
    /// <param name="style">What is its own in its looks.</param>
    /// <param name="body">What it shows.</param>
    public static string Page(string title, string style, params object?[] body)
    {
        var page = Tag(
            "html",
            new XAttribute("lang", "en"),
            Tag(
                "head",
                Tag("meta", new XAttribute("charset", "utf-8")),
                Tag(
                    "meta",
                    new XAttribute("name", "viewport"),
                    new XAttribute("content", "width=device-width, initial-scale=1")),
                Tag("title", Clean(title)),
                Tag("style", $"{Style}\n{style}\n")),
            Tag("body", body));
        return $"<!DOCTYPE html>\n{page.ToString(SaveOptions.DisableFormatting)}\n";
    }

    /// <summary>An element of the page.</summary>
    public static XElement Tag(string name, params object?[] content) => new(Html + name, content);

    public static XAttribute Class(string name) => new("class", name);

    /// <summary>A figure in large, and below it what it says.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="what">What it is of.</param>
    /// <param name="mark"><c>good</c>, <c>bad</c> or nothing.</param>
    public static XElement Tile(string figure, string what, string mark = "") => Tag(
        "div",
        Class("tile"),
        Tag("b", Class(mark), Clean(figure)),
        Tag("span", Clean(what)));

    /// <summary>An element of a drawing, with pairs of attribute names and values.</summary>
    public static XElement Shape(string name, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var shape = new XElement(Svg + name);
        foreach (var (key, value) in attributes)
        {
            shape.Add(new XAttribute(key, value is double number ? Number(number) : value));
        }

        return shape;
    }

    /// <summary>A text in a drawing.</summary>
    public static XElement Label(double x, double y, string text, string css = "", string anchor = "start")
    {
        var label = Shape("text", ("x", x), ("y", y), ("text-anchor", anchor), ("class", css));
        label.Add(Clean(text));
        return label;
    }

    /// <summary>What a pointer that rests on the shape shows.</summary>
    public static XElement Titled(this XElement shape, string title)
    {
        shape.Add(new XElement(Svg + "title", Clean(title)));
        return shape;
    }

    /// <summary>The text without characters that no page may contain.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                clean.Append(text, i++, 2);
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '?');
            }
        }

        return $"{clean}";
    }

    public static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
