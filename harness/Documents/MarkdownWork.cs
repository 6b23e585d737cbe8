using System.Buffers;

namespace Vera.GcStress.Documents;

/// <summary>Refuses Markdown on which the parser would take seconds, before it sees it.</summary>
/// <remarks>
/// An upper estimate from the text alone. A paragraph never reaches over a blank line, so the lines between two blank
/// lines bound what is parsed together; the parser's time there grows with the square of the marks.
/// </remarks>
internal static class MarkdownWork
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("[]!*_|<&`\\");

    /// <exception cref="DocumentException">The text is over a limit.</exception>
    public static void Check(string text)
    {
        var work = 0L;
        var marks = 0L;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var line = NextLine(ref rest);
            var content = line.TrimStart(" \t");
            if (content.IsEmpty)
            {
                work += marks * marks;
                marks = 0;
                continue;
            }

            CheckMarkers(content);
            marks += MarksIn(content);
        }

        if (work + (marks * marks) > DocumentLimits.MarkdownWorkMax)
        {
            throw new DocumentException("too many Markdown marks in one paragraph");
        }
    }

    /// <summary>Takes a line off, ended as Markdown ends it; the framework's lines end at form feeds too.</summary>
    private static ReadOnlySpan<char> NextLine(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny('\r', '\n');
        if (end < 0)
        {
            end = rest.Length;
        }

        var line = rest[..end];
        rest = rest[end..];
        rest = rest.StartsWith("\r\n") ? rest[2..] : rest[Math.Min(1, rest.Length)..];
        return line;
    }

    private static int MarksIn(ReadOnlySpan<char> line)
    {
        var marks = line[0] is '=' or '-' ? 1 : 0; // it may end a heading
        while (line.IndexOfAny(Marks) is >= 0 and var at)
        {
            marks++;
            line = line[(at + 1)..];
        }

        return marks;
    }

    /// <summary>Counts the quotes and list items that the line opens: <c>&gt; - 1. text</c> opens three.</summary>
    private static void CheckMarkers(ReadOnlySpan<char> line)
    {
        var markers = 0;
        while (Marker(line) is > 0 and var length)
        {
            if (++markers > DocumentLimits.MarkdownMarkersPerLineMax)
            {
                throw new DocumentException("too many Markdown quotes and lists in one line");
            }

            line = line[length..].TrimStart(" \t");
        }
    }

    /// <summary>The length of the container marker at the start of the text; 0 if there is none.</summary>
    private static int Marker(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] == '>')
        {
            return text.Length == 0 ? 0 : 1;
        }

        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        var isBullet = digits == 0 && text[0] is '-' or '+' or '*';
        var isNumber = digits > 0 && digits < text.Length && text[digits] is '.' or ')';
        var end = digits + 1;
        return (isBullet || isNumber) && (end == text.Length || text[end] is ' ' or '\t') ? end : 0;
    }
}
