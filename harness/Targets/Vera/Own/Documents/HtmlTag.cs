using Vera.GcStress.Targets.Vera.Own.Python;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>One start tag.</summary>
internal sealed class HtmlTag
{
    private readonly string text;
    private int at;

    /// <summary>Reads the tag whose left angle bracket stands here.</summary>
    public HtmlTag(string text, int begin)
    {
        this.text = text;
        at = NameEnd(text, begin + 1);
        Name = text[(begin + 1)..at].ToLowerInvariant();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        while (true)
        {
            ClosesItself = SkipSpacesAndSlashes();
            if (at >= text.Length || text[at] == '>')
            {
                End = at < text.Length ? at + 1 : -1;
                return;
            }

            if (Attribute() is not var (name, value))
            {
                End = -1;
                return;
            }

            if (places.TryAdd(name, Attributes.Count))
            {
                Attributes.Add((name, value));
            }
            else
            {
                Attributes[places[name]] = (name, value);
            }
        }
    }

    public string Name { get; }

    /// <summary>In the order of their first mention; the last value counts.</summary>
    public List<(string Name, string Value)> Attributes { get; } = [];

    /// <summary>Whether a slash stands right before the end.</summary>
    public bool ClosesItself { get; }

    /// <summary>Behind the tag, or -1 if it does not end.</summary>
    public int End { get; }

    public static int NameEnd(string text, int at)
    {
        while (at < text.Length && text[at] is not ('\t' or '\n' or '\r' or '\f' or ' ' or '/' or '>' or '\0'))
        {
            at++;
        }

        return at;
    }

    /// <summary>The name of an end tag that has nothing but spaces behind it; otherwise null.</summary>
    public static string? PlainEndName(string text, int at)
    {
        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '.' or ':' or '_'))
        {
            end++;
        }

        var after = end;
        while (after < text.Length && PythonText.IsSpace(text[after]))
        {
            after++;
        }

        return end > at && char.IsAsciiLetter(text[at]) && after < text.Length && text[after] == '>'
            ? text[at..end].ToLowerInvariant()
            : null;
    }

    /// <summary>Whether the last of what was passed over is a slash.</summary>
    private bool SkipSpacesAndSlashes()
    {
        var slash = false;
        while (at < text.Length && (text[at] == '/' || PythonText.IsSpace(text[at])))
        {
            slash = text[at++] == '/';
        }

        return slash;
    }

    /// <summary>A name and its value; null if the quotes do not close.</summary>
    private (string Name, string Value)? Attribute()
    {
        var first = at++;
        while (at < text.Length && text[at] is not ('/' or '=' or '>') && !PythonText.IsSpace(text[at]))
        {
            at++;
        }

        var name = text[first..at].ToLowerInvariant();
        var nameEnd = at;
        SkipSpaces();
        if (at >= text.Length || text[at] != '=')
        {
            at = nameEnd;
            return (name, "");
        }

        while (at < text.Length && text[at] == '=')
        {
            at++;
        }

        SkipSpaces();
        return Value() is { } value ? (name, HtmlReferences.Decoded(value)) : null;
    }

    private string? Value()
    {
        var first = at;
        if (at < text.Length && text[at] is '"' or '\'')
        {
            at = text.IndexOf(text[first], first + 1) + 1;
            return at > 0 ? text[(first + 1)..(at - 1)] : null;
        }

        while (at < text.Length && text[at] != '>' && !PythonText.IsSpace(text[at]))
        {
            at++;
        }

        return text[first..at];
    }

    private void SkipSpaces()
    {
        while (at < text.Length && PythonText.IsSpace(text[at]))
        {
            at++;
        }
    }
}
