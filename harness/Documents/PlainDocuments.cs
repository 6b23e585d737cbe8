using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>HTML and Markdown so plain that lenient parsers read it as strict ones do.</summary>
/// <remarks>
/// Vera reads both in ways of its own: an element of HTML takes in what follows its end tag, and Markdown has no
/// indented code, no references and no raw HTML. So here nothing follows an element but end tags, and blocks of
/// Markdown are of one line, or of lines that each begin with a mark. Pure: the same draws give the same text.
/// </remarks>
public static class PlainDocuments
{
    private const int Few = 3;
    private const int DepthMax = 12;
    private const int Samples = 24;

    /// <summary>No element among them closes another by itself, wherever it stands.</summary>
    private static readonly string[] Elements = ["div", "section", "article", "span", "b", "em", "code", "ul"];

    private static readonly string[] Voids = ["<br>", "<img src=\"x\" alt=\"\">", "<!-- note -->", "<!---->"];

    private static readonly string[] Words =
    [
        "one", "two words", "a", "0", "147460", "vera", "kiln", "\u00E9t\u00E9", "\U0001F9F5", "\uFFFD",
        new('a', 40), new('b', 255), "\u0004\u0002", "key", "k1",
    ];

    private static readonly ImmutableArray<string> Html = Sampled(VeraType.HtmlNode);
    private static readonly ImmutableArray<string> Markdown = Sampled(VeraType.MdBlock);

    /// <summary>A fixed choice of them; the type is HtmlNode or MdBlock.</summary>
    public static IReadOnlyList<string> Of(VeraType type) => type?.Kind switch
    {
        TypeKind.HtmlNode => Html,
        TypeKind.MdBlock => Markdown,
        _ => throw new UnreachableException($"no plain document has the type {type}"),
    };

    /// <summary>A new one; <c>draw(n)</c> gives 0..n-1.</summary>
    public static string Write(VeraType type, Func<int, int> draw)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(draw);
        var text = new StringBuilder();
        if (type.Kind == TypeKind.HtmlNode)
        {
            Element(draw(Few) == 0 ? draw(DepthMax) : draw(Few), draw, text);
        }
        else
        {
            Blocks(1 + draw(Few + 1), draw, text);
        }

        return $"{text}";
    }

    private static void Element(int depth, Func<int, int> draw, StringBuilder text)
    {
        var name = Elements[draw(Elements.Length)];
        text.Append('<').Append(name);
        text.Append(draw(Few) == 0 ? $" id=\"{Word(draw)}\"" : "").Append(draw(Few) == 0 ? " class=\"c\"" : "");
        text.Append('>').Append(draw(2) == 0 ? Word(draw) : "");
        for (var voids = draw(Few); voids > 0; voids--)
        {
            text.Append(Voids[draw(Voids.Length)]).Append(draw(2) == 0 ? Word(draw) : "");
        }

        if (depth > 0)
        {
            Element(depth - 1, draw, text);
        }

        text.Append("</").Append(name).Append('>');
    }

    private static void Blocks(int count, Func<int, int> draw, StringBuilder text)
    {
        for (; count > 0; count--)
        {
            Block(draw, text);
            text.Append('\n');
        }
    }

    private static void Block(Func<int, int> draw, StringBuilder text)
    {
        switch (draw(8))
        {
            case 0:
                text.Append('#', 1 + draw(6)).Append(' ').Append(Line(draw)).Append('\n');
                break;
            case 1:
                Lines("- ", draw, text);
                break;
            case 2:
                Lines("1. ", draw, text);
                break;
            case 3:
                text.Insert(text.Length, "> ", 1 + draw(Few)).Append(Line(draw)).Append('\n');
                break;
            case 4:
                text.Append("```vera\n").Append(Word(draw)).Append("\n```\n");
                break;
            case 5:
                text.Append("---\n");
                break;
            case 6:
                text.Append("| a | b |\n|---|---|\n| ").Append(Line(draw)).Append(" | ").Append(Word(draw));
                text.Append(" |\n");
                break;
            default:
                text.Append(Line(draw)).Append('\n');
                break;
        }
    }

    private static void Lines(string mark, Func<int, int> draw, StringBuilder text)
    {
        for (var lines = 1 + draw(Few); lines > 0; lines--)
        {
            text.Append(mark).Append(Line(draw)).Append('\n');
        }
    }

    /// <summary>Phrases with a word before each, as a mark at the edge of a word is one to every parser.</summary>
    private static string Line(Func<int, int> draw)
    {
        var line = new StringBuilder("w ").Append(Word(draw));
        for (var phrases = draw(Few); phrases > 0; phrases--)
        {
            var word = Word(draw);
            line.Append(draw(5) switch
            {
                0 => $" *{word}*",
                1 => $" **{word}**",
                2 => $" `{word}`",
                3 => $" [{word}](u)",
                _ => $" ![{word}](s.png)",
            }).Append(" x");
        }

        return $"{line}";
    }

    private static string Word(Func<int, int> draw) => Words[draw(Words.Length)];

    private static ImmutableArray<string> Sampled(VeraType type)
    {
        var state = 1U;
        return [.. Enumerable.Range(0, Samples).Select(_ => Write(type, Next)).Distinct()];

        int Next(int below)
        {
            state = unchecked((state * 1664525) + 1013904223);
            return (int)((state >> 16) % (uint)below);
        }
    }
}
