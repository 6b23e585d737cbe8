using Vera.GcStress.Targets.Vera.Own.Heap;
using Vera.GcStress.Targets.Vera.Own.Python;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>Reads HTML as Vera's host does, which feeds Python's lenient parser once and never closes it.</summary>
/// <remarks>
/// What is not complete at the end of the text is therefore left out, and an end tag does not close the element that it
/// names, but what is open inside of that.
/// </remarks>
internal sealed class HtmlParser
{
    /// <summary>How near the end an ampersand holds back the last text.</summary>
    private const int ReferenceChars = 34;

    private readonly string text;
    private readonly Guest payer;
    private readonly HtmlTree.Element root = new("html", [], []);
    private readonly List<HtmlTree.Element> open;
    private string? raw;

    public HtmlParser(string text, Guest payer)
    {
        (this.text, this.payer, open) = (text, payer, [root]);
    }

    /// <summary>The only child if it is an element, otherwise an element html around all.</summary>
    public HtmlTree Parse()
    {
        payer.Spend(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var tag = NextTag(at);
            if (tag < 0)
            {
                break;
            }

            Data(at, tag);
            var after = tag == text.Length ? -1 : Markup(tag);
            if (after < 0)
            {
                break;
            }

            at = after;
        }

        return root.Children is [HtmlTree.Element only] ? only : root;
    }

    /// <summary>Where the text up to the next tag ends; -1 if that cannot be told.</summary>
    private int NextTag(int at)
    {
        if (raw is not null)
        {
            return EndOfRaw(at);
        }

        var next = text.IndexOf('<', at);
        if (next >= 0)
        {
            return next;
        }

        var from = Math.Max(at, text.Length - ReferenceChars);
        var ampersand = text.LastIndexOf('&', text.Length - 1, text.Length - from);
        return ampersand < 0 || text[ampersand..].Any(c => c == ';' || PythonText.IsSpace(c)) ? text.Length : -1;
    }

    /// <summary>Where a script or style ends: at its own end tag alone.</summary>
    private int EndOfRaw(int at)
    {
        for (var close = text.IndexOf("</", at, StringComparison.Ordinal); close >= 0;
            close = text.IndexOf("</", close + 2, StringComparison.Ordinal))
        {
            payer.Spend(1);
            var name = SkipSpaces(close + 2);
            if (name + raw!.Length < text.Length
                && text.AsSpan(name, raw.Length).Equals(raw, StringComparison.OrdinalIgnoreCase)
                && SkipSpaces(name + raw.Length) is var end && end < text.Length && text[end] == '>')
            {
                return close;
            }
        }

        return -1;
    }

    private void Data(int from, int to)
    {
        if (to > from)
        {
            var data = text[from..to];
            open[^1].Children.Add(new HtmlTree.Text(raw is null ? HtmlReferences.Decoded(data) : data));
        }
    }

    /// <summary>Reads what begins with a left angle bracket; where it ends, or -1 if it does not.</summary>
    private int Markup(int at)
    {
        var rest = text.AsSpan(at);
        if (rest.Length > 1 && char.IsAsciiLetter(rest[1]))
        {
            return StartTag(at);
        }

        if (rest.StartsWith("</"))
        {
            return EndTag(at);
        }

        if (rest.StartsWith("<!--"))
        {
            return Comment(at);
        }

        if (rest.StartsWith("<?"))
        {
            return text.IndexOf('>', at + 2) + 1 is > 0 and var end ? end : -1;
        }

        if (rest.StartsWith("<!"))
        {
            return Declaration(at);
        }

        if (rest.Length == 1)
        {
            return -1;
        }

        open[^1].Children.Add(new HtmlTree.Text("<"));
        return at + 1;
    }

    private int StartTag(int at)
    {
        var tag = new HtmlTag(text, at);
        if (tag.End < 0)
        {
            return -1;
        }

        var element = new HtmlTree.Element(tag.Name, tag.Attributes, []);
        open[^1].Children.Add(element);
        if (!HtmlText.IsVoid(tag.Name))
        {
            open.Add(element);
        }

        if (tag.ClosesItself)
        {
            Close(tag.Name);
        }
        else if (tag.Name is "script" or "style")
        {
            raw = tag.Name;
        }

        return tag.End;
    }

    private int EndTag(int at)
    {
        var end = text.IndexOf('>', at + 1);
        if (end < 0)
        {
            return -1;
        }

        if (HtmlTag.PlainEndName(text, SkipSpaces(at + 2)) is { } name)
        {
            Close(name);
            raw = null;
            return end + 1;
        }

        if (text.AsSpan(at).StartsWith("</>"))
        {
            return at + 3;
        }

        if (!char.IsAsciiLetter(text[at + 2]))
        {
            return Bogus(at);
        }

        var nameEnd = HtmlTag.NameEnd(text, at + 2);
        Close(text[(at + 2)..nameEnd].ToLowerInvariant());
        return text.IndexOf('>', nameEnd) + 1;
    }

    /// <summary>Closes what is open inside the innermost element of this name.</summary>
    private void Close(string name)
    {
        payer.Spend(open.Count);
        var at = open.FindLastIndex(open.Count - 1, open.Count - 1, e => e.Name == name);
        if (at > 0)
        {
            open.RemoveRange(at + 1, open.Count - at - 1);
        }
    }

    private int Comment(int at)
    {
        for (var dashes = text.IndexOf("--", at + 4, StringComparison.Ordinal); dashes >= 0;
            dashes = text.IndexOf("--", dashes + 1, StringComparison.Ordinal))
        {
            payer.Spend(1);
            var end = SkipSpaces(dashes + 2);
            if (end < text.Length && text[end] == '>')
            {
                open[^1].Children.Add(new HtmlTree.Comment(text[(at + 4)..dashes]));
                return end + 1;
            }
        }

        return -1;
    }

    private int Declaration(int at)
    {
        if (text.AsSpan(at).StartsWith("<!["))
        {
            throw new RunStop(new ModuleEnding.Unsupported("html_parse of a marked section"));
        }

        if (text.AsSpan(at).StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase))
        {
            return text.IndexOf('>', at + 9) + 1 is > 0 and var end ? end : -1;
        }

        return Bogus(at);
    }

    private int Bogus(int at)
    {
        var end = text.IndexOf('>', at + 2);
        if (end < 0)
        {
            return -1;
        }

        open[^1].Children.Add(new HtmlTree.Comment(text[(at + 2)..end]));
        return end + 1;
    }

    private int SkipSpaces(int at)
    {
        while (at < text.Length && PythonText.IsSpace(text[at]))
        {
            at++;
        }

        return at;
    }
}
