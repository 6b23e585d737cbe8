using Vera.GcStress.Targets.Vera.Own.Heap;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>Reads Markdown by the small grammar of Vera's own host.</summary>
internal sealed class MdParser(Guest payer)
{
    private const int DepthMax = 200;

    private readonly MdInlineParser inlines = new(payer);
    private int depth;

    public MdBlock Parse(string text) =>
        new MdBlock.Document(Blocks([.. text.Split('\n').Select(line => new MdLine(line))]));

    private List<MdBlock> Blocks(List<MdLine> lines)
    {
        if (++depth > DepthMax)
        {
            throw RunStop.Failed("RecursionError: maximum recursion depth exceeded");
        }

        var blocks = new List<MdBlock>();
        for (var at = 0; at < lines.Count;)
        {
            payer.Spend(8 + lines[at].Text.Length);
            if (lines[at].IsBlank)
            {
                at++;
                continue;
            }

            var before = at;
            if (Block(lines, ref at) is { } block)
            {
                blocks.Add(block);
            }

            if (at == before)
            {
                // A line that nothing takes keeps Vera's host in its loop for ever.
                throw RunStop.Limit("time of md_parse");
            }
        }

        depth--;
        return blocks;
    }

    private MdBlock? Block(List<MdLine> lines, ref int at)
    {
        var line = lines[at];
        if (line.Heading is var (level, words))
        {
            at++;
            return new MdBlock.Heading(level, inlines.Parse(words));
        }

        if (line.Fence is var (mark, count, language))
        {
            at++;
            return new MdBlock.Code(language, Fenced(lines, mark, count, ref at));
        }

        if (line.IsBreak)
        {
            at++;
            return new MdBlock.Break();
        }

        if (line.Quoted is not null)
        {
            return new MdBlock.Quote(Blocks(Quoted(lines, ref at)));
        }

        if (line.IsRow && at + 1 < lines.Count && lines[at + 1].IsRule)
        {
            return Table(lines, ref at);
        }

        return line.Bullet is not null ? List(lines, false, ref at)
            : line.Numbered is not null ? List(lines, true, ref at)
            : Paragraph(lines, ref at);
    }

    private static string Fenced(List<MdLine> lines, char mark, int count, ref int at)
    {
        var code = new List<string>();
        for (; at < lines.Count; at++)
        {
            if (lines[at].Closes(mark, count))
            {
                at++;
                break;
            }

            code.Add(lines[at].Text);
        }

        return string.Join('\n', code);
    }

    /// <summary>Quoted lines, and plain ones that go on with them.</summary>
    private static List<MdLine> Quoted(List<MdLine> lines, ref int at)
    {
        var quoted = new List<MdLine>();
        for (; at < lines.Count; at++)
        {
            if (lines[at].Quoted is { } inside)
            {
                quoted.Add(new(inside));
            }
            else if (!lines[at].IsBlank && !lines[at].BeginsBlock)
            {
                quoted.Add(lines[at]);
            }
            else
            {
                break;
            }
        }

        return quoted;
    }

    private MdBlock.Table Table(List<MdLine> lines, ref int at)
    {
        var rows = new List<List<List<MdInline>>> { Row(lines[at]) };
        for (at += 2; at < lines.Count && lines[at].IsRow; at++)
        {
            rows.Add(Row(lines[at]));
        }

        return new(rows);
    }

    private List<List<MdInline>> Row(MdLine line) => [.. line.Cells.Select(inlines.Parse)];

    private MdBlock.List List(List<MdLine> lines, bool ordered, ref int at)
    {
        string? ItemOf(MdLine line) => ordered ? line.Numbered : line.Bullet;
        var indent = ordered ? 3 : 2;
        var items = new List<List<MdBlock>>();
        while (at < lines.Count && ItemOf(lines[at]) is { } first)
        {
            var item = new List<MdLine> { new(first) };
            for (at++; at < lines.Count && Continues(lines[at], indent); at++)
            {
                item.Add(new(lines[at].Text[indent..]));
            }

            // Blank lines belong to the list as long as another item comes after the first of them.
            while (at < lines.Count && lines[at].IsBlank)
            {
                at++;
                if (at < lines.Count && ItemOf(lines[at]) is null)
                {
                    break;
                }
            }

            items.Add(Blocks(item));
        }

        return new(ordered, items);
    }

    private static bool Continues(MdLine line, int indent) =>
        line.Text.StartsWith(new string(' ', indent), StringComparison.Ordinal) && !line.IsBlank;

    private MdBlock.Paragraph? Paragraph(List<MdLine> lines, ref int at)
    {
        var words = new List<string>();
        for (; at < lines.Count && !lines[at].IsBlank && !lines[at].BeginsBlock; at++)
        {
            words.Add(lines[at].Text);
        }

        return words.Count == 0 ? null : new(inlines.Parse(string.Join(' ', words)));
    }
}
