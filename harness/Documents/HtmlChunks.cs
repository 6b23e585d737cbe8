namespace Vera.GcStress.Documents;

/// <summary>The elements, comments and texts in an HTML text, by their tags alone.</summary>
internal sealed class HtmlChunks
{
    /// <summary>How many open elements an end tag may close.</summary>
    private const int ClosedMax = 64;

    private readonly string document;
    private readonly List<Chunk> chunks = [];
    private readonly List<(string Name, int Start)> open = [];

    private HtmlChunks(string document) => this.document = document;

    public static List<Chunk> Of(string document)
    {
        var found = new HtmlChunks(document);
        for (var at = 0; at < document.Length && found.chunks.Count < DocumentLimits.ChunksMax;)
        {
            at = document[at] == '<' ? found.Markup(at) : found.Text(at);
        }

        found.Close(0, document.Length);
        return found.chunks;
    }

    private int Text(int start)
    {
        var end = document.IndexOf('<', start);
        end = end < 0 ? document.Length : end;
        if (!string.IsNullOrWhiteSpace(document[start..end]))
        {
            Add(start, end, true);
        }

        return end;
    }

    private int Markup(int start)
    {
        var rest = document.AsSpan(start + 1);
        if (rest.StartsWith("!--"))
        {
            var end = After(start + 4, "-->");
            Add(start, end, false);
            return end;
        }

        if (rest.Length > 1 && rest[0] == '/' && char.IsAsciiLetter(rest[1]))
        {
            return EndTag(start);
        }

        return rest.Length > 0 && char.IsAsciiLetter(rest[0]) ? StartTag(start) : start + 1;
    }

    private int StartTag(int start)
    {
        var name = NameAt(start + 1);
        var end = TagEnd(start);
        if (IsVoid(name) || document[end - 2] == '/')
        {
            Add(start, end, false);
            return end;
        }

        open.Add((name, start));
        return name is "script" or "style" or "textarea" or "title" ? Until(end, $"</{name}") : end;
    }

    private int EndTag(int start)
    {
        var name = NameAt(start + 2);
        var end = TagEnd(start);
        for (var i = open.Count - 1; i >= Math.Max(0, open.Count - ClosedMax); i--)
        {
            if (open[i].Name == name)
            {
                Close(i + 1, start);
                Close(i, end);
                break;
            }
        }

        return end;
    }

    /// <summary>Ends the open elements from the innermost out, down to the given number.</summary>
    private void Close(int remaining, int end)
    {
        while (open.Count > remaining)
        {
            var start = open[^1].Start;
            open.RemoveAt(open.Count - 1);
            if (end - start < document.Length)
            {
                Add(start, end, false);
            }
        }
    }

    private void Add(int start, int end, bool isLeaf) => chunks.Add(new Chunk(start, start, end, open.Count, isLeaf));

    private string NameAt(int start)
    {
        var end = start;
        while (end < document.Length && (char.IsAsciiLetterOrDigit(document[end]) || document[end] == '-'))
        {
            end++;
        }

        return document[start..end].ToLowerInvariant();
    }

    /// <summary>Behind the <c>&gt;</c> of a tag; one within quotes does not count.</summary>
    private int TagEnd(int start)
    {
        var quote = '\0';
        for (var at = start + 1; at < document.Length; at++)
        {
            var c = document[at];
            if (quote != '\0')
            {
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == '>')
            {
                return at + 1;
            }
        }

        return document.Length;
    }

    private int After(int start, string mark)
    {
        var at = start < document.Length ? document.IndexOf(mark, start, StringComparison.Ordinal) : -1;
        return at < 0 ? document.Length : at + mark.Length;
    }

    private int Until(int start, string mark)
    {
        var at = document.IndexOf(mark, start, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? document.Length : at;
    }

    private static bool IsVoid(string name) =>
        name is "area" or "base" or "br" or "col" or "embed" or "hr" or "img" or "input" or "link" or "meta"
            or "source" or "track" or "wbr";
}
