using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>Values and shapes that are legal, rare and good at breaking a heap.</summary>
internal static class HostileText
{
    /// <summary>
    /// Strings whose bytes look like addresses or headers, that are empty, long, not ASCII or made of markup.
    /// </summary>
    private static readonly string[] Strings =
    [
        "",
        " ",
        "\0",
        "\u0004\u0040\u0002\0",
        "\u000C\u0040\u0002\0\u000C\u0040\u0002\0",
        "\u0011\0\0\0",
        "\u00E9\u0301\u200F\uFEFF",
        "\U0001F9F5\U0001F9F6",
        "\uFFFD",
        "\u2028\r\n\t",
        "</script><!--]]>&amp;&#0;",
        "\"\\'`*_[](){}|",
        new('a', 255),
        new('\u00FC', 2000),
    ];

    /// <summary>Limits, and floats with the bits of small integers or of one or two heap addresses.</summary>
    private static readonly string[] Numbers =
    [
        "0", "-0", "-0.0", "1e308", "-1e999", "5e-324", "9007199254740993", "-9223372036854775808", "147460",
        "7.2857E-319", "3.129052838347206E-309", "0.1", "1E+2", "123456789012345678901234567890",
    ];

    /// <summary>Escapes that no encoder writes.</summary>
    private static readonly string[] RawJson =
        ["\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\/\"", "[]", "{}"];

    /// <summary>A scalar or a plain text, written as a document of the type writes it.</summary>
    public static string Leaf(VeraType type, Func<int, int> draw)
    {
        var text = Strings[draw(Strings.Length)];
        return type.Kind switch
        {
            TypeKind.Json => draw(3) switch
            {
                0 => JsonSerializer.Serialize(text),
                1 => Numbers[draw(Numbers.Length)],
                _ => RawJson[draw(RawJson.Length)],
            },
            TypeKind.HtmlNode or TypeKind.MdBlock => text,
            _ => throw new UnreachableException($"no document has the type {type}"),
        };
    }

    /// <summary>The text, this number of levels deeper.</summary>
    public static string Nested(string text, VeraType type, int levels, Func<int, int> draw)
    {
        var (open, close) = (type.Kind, draw(2)) switch
        {
            (TypeKind.Json, 0) => ("[", "]"),
            (TypeKind.Json, _) => ("{\"k\":", "}"),
            (TypeKind.HtmlNode, 0) => ("<div>", "</div>"),
            (TypeKind.HtmlNode, _) => ("<b class=k>", "</b>"),
            (TypeKind.MdBlock, 0) => ("> ", ""),
            (TypeKind.MdBlock, _) => ("- ", ""),
            _ => throw new UnreachableException($"no document has the type {type}"),
        };
        var nested = new StringBuilder();
        return nested.Insert(0, open, levels).Append(text).Insert(nested.Length, close, levels).ToString();
    }
}
