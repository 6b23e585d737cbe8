using System.Text;
using Vera.GcStress.Targets.Vera.Own.Heap;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>Reads code, images, links, strong and emphasised words by the grammar of Vera's own host.</summary>
internal sealed class MdInlineParser(Guest payer)
{
    private const int DepthMax = 200;

    private int depth;

    public List<MdInline> Parse(string text)
    {
        payer.Spend(8 + text.Length);
        if (++depth > DepthMax)
        {
            throw RunStop.Failed("RecursionError: maximum recursion depth exceeded");
        }

        var found = new List<MdInline>();
        var plain = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            at = text[at] switch
            {
                '`' => Code(text, at, found, plain),
                '!' when at + 1 < text.Length && text[at + 1] == '[' => Bracketed(text, at, 1, found, plain),
                '[' => Bracketed(text, at, 0, found, plain),
                '*' or '_' => Marked(text, at, found, plain),
                var c => Plain(c, at, plain),
            };
        }

        Flush(found, plain);
        depth--;
        return found;
    }

    private static int Plain(char c, int at, StringBuilder plain)
    {
        plain.Append(c);
        return at + 1;
    }

    private static void Flush(List<MdInline> found, StringBuilder plain)
    {
        if (plain.Length > 0)
        {
            found.Add(new MdInline.Text(plain.ToString()));
            plain.Clear();
        }
    }

    private static int Code(string text, int at, List<MdInline> found, StringBuilder plain)
    {
        var run = RunAt(text, at);
        var inside = at + run.Length;
        var close = text.IndexOf(run, inside, StringComparison.Ordinal);
        if (close < 0)
        {
            plain.Append(run);
            return inside;
        }

        Flush(found, plain);
        var code = text[inside..close];
        found.Add(new MdInline.Code(code is [' ', .. var bare, ' '] ? bare : code));
        return close + run.Length;
    }

    /// <summary>A link, or with a mark before it an image: brackets right before parentheses.</summary>
    private int Bracketed(string text, int at, int mark, List<MdInline> found, StringBuilder plain)
    {
        var bracket = MatchOf(text, at + mark);
        var close = bracket >= 0 && bracket + 1 < text.Length && text[bracket + 1] == '('
            ? text.IndexOf(')', bracket + 2)
            : -1;
        if (close < 0)
        {
            return Plain(text[at], at, plain);
        }

        Flush(found, plain);
        var (label, target) = (text[(at + mark + 1)..bracket], text[(bracket + 2)..close]);
        found.Add(mark == 1 ? new MdInline.Image(label, target) : new MdInline.Link(Parse(label), target));
        return close + 1;
    }

    private int Marked(string text, int at, List<MdInline> found, StringBuilder plain)
    {
        var run = RunAt(text, at);
        var inside = at + run.Length;
        var close = run.Length >= 2 ? text.IndexOf(run[..2], inside, StringComparison.Ordinal) : -1;
        if (close < 0)
        {
            return Emphasis(text, run.Length >= 2 ? at + 1 : inside, text[at], found, plain);
        }

        Flush(found, plain);
        found.Add(new MdInline.Strong(Parse(text[inside..close])));
        var after = close + 2;
        if (run.Length == 2)
        {
            return after;
        }

        var single = text.IndexOf(text[at], after);
        if (run.Length > 3 || single < 0)
        {
            plain.Append(run.AsSpan(2));
            return after;
        }

        found.Add(new MdInline.Emphasis(Parse(text[after..single])));
        return single + 1;
    }

    private int Emphasis(string text, int inside, char mark, List<MdInline> found, StringBuilder plain)
    {
        var close = text.IndexOf(mark, inside);
        if (close < 0)
        {
            plain.Append(mark);
            return inside;
        }

        Flush(found, plain);
        found.Add(new MdInline.Emphasis(Parse(text[inside..close])));
        return close + 1;
    }

    private static string RunAt(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] == text[at])
        {
            end++;
        }

        return text[at..end];
    }

    private int MatchOf(string text, int open)
    {
        var level = 0;
        for (var at = open; at < text.Length; at++)
        {
            level += text[at] switch { '[' => 1, ']' => -1, _ => 0 };
            if (level == 0)
            {
                payer.Spend(at - open);
                return at;
            }
        }

        payer.Spend(text.Length - open);
        return -1;
    }
}
