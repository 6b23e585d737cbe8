using Vera.GcStress.Targets.Vera.Own.Heap;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>Writes Markdown in the one form that Vera's host knows.</summary>
internal static class MdText
{
    public static string Of(MdBlock block, Guest payer) => string.Join('\n', Lines(block, payer));

    private static List<string> Lines(MdBlock block, Guest payer)
    {
        payer.Spend(16);
        return block switch
        {
            MdBlock.Paragraph p => [Inlines(p.Children)],
            MdBlock.Heading h => [$"{Marks(h.Level)} {Inlines(h.Children)}"],
            MdBlock.Code c => [$"```{c.Language}", .. c.Value.Split('\n'), "```"],
            MdBlock.Quote q => [.. q.Children.SelectMany(b => Lines(b, payer)).Select(Quoted)],
            MdBlock.List l => [.. l.Items.SelectMany((item, i) => Item(item, l.IsOrdered ? $"{i + 1}." : "-", payer))],
            MdBlock.Break => ["---"],
            MdBlock.Table t => Table(t),
            MdBlock.Document d => Document(d, payer),
            _ => [],
        };
    }

    private static string Quoted(string line) => line.Length > 0 ? $"> {line}" : ">";

    private static string Marks(long level) => level switch
    {
        <= 0 => "",
        < 1 << 16 => new string('#', (int)level),
        _ => throw RunStop.Limit("marks of a heading"),
    };

    private static List<string> Document(MdBlock.Document document, Guest payer)
    {
        var lines = new List<string>();
        for (var i = 0; i < document.Children.Count; i++)
        {
            if (i > 0)
            {
                lines.Add("");
            }

            lines.AddRange(Lines(document.Children[i], payer));
        }

        return lines;
    }

    private static IEnumerable<string> Item(List<MdBlock> item, string marker, Guest payer) => item
        .SelectMany(b => Lines(b, payer))
        .Select((line, i) => $"{(i == 0 ? marker : new string(' ', marker.Length))} {line}");

    private static List<string> Table(MdBlock.Table table)
    {
        if (table.Rows.Count == 0)
        {
            return [];
        }

        var lines = table.Rows.ConvertAll(row => $"| {string.Join(" | ", row.Select(Inlines))} |");
        lines.Insert(1, $"| {string.Join(" | ", table.Rows[0].Select(_ => "---"))} |");
        return lines;
    }

    private static string Inlines(List<MdInline> inlines) => string.Concat(inlines.Select(Inline));

    private static string Inline(MdInline inline) => inline switch
    {
        MdInline.Text t => t.Value,
        MdInline.Code c => c.Value.Contains('`', StringComparison.Ordinal) ? $"`` {c.Value} ``" : $"`{c.Value}`",
        MdInline.Emphasis e => $"*{Inlines(e.Children)}*",
        MdInline.Strong s => $"**{Inlines(s.Children)}**",
        MdInline.Link l => $"[{Inlines(l.Children)}]({l.Url})",
        MdInline.Image i => $"![{i.Alt}]({i.Source})",
        _ => "",
    };
}
