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

    /// <summary>An element of the page.</summary>
    public static XElement Tag(string name, params object?[] content) => new(Html + name, content);

    public static XAttribute Class(string name) => new("class", name);

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
