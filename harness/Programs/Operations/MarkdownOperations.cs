using System.Collections.Immutable;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>The operations on Markdown blocks.</summary>
public static class MarkdownOperations
{
    private const int Paragraph = 0, Heading = 1, Code = 2, Quote = 3, List = 4, Break = 5, Table = 6, Document = 7;

    /// <summary>More marks than any heading has.</summary>
    private const long LevelMax = 64;

    private static readonly TypePattern Block = TypeKind.MdBlock;
    private static readonly TypePattern Text = TypeKind.String;

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        new("md_render", 84, [Block], Text, static o => Rendered(o[0])),
        new("md_has_heading", 84, [Block, TypeKind.Nat], TypeKind.Bool,
            static o => o[1].Bits is var level && Within(o[0]).Any(b => b.Tag == Heading && b[0].Bits == level))
        {
            Values = OperandValues.Counts,
        },
        new("md_has_code_block", 84, [Block, Text], TypeKind.Bool, static o => Codes(o[0], o[1].Text).Any()),
        new("md_extract_code_blocks", 84, [Block, Text], Of(TypeKind.Array, Text),
            static o => Made.Texts(Codes(o[0], o[1].Text))),
    ];

    private static IEnumerable<string> Codes(Plain block, string language) => Within(block)
        .Where(b => b.Tag == Code && b[0].Text == language).Select(static b => b[1].Text);

    /// <summary>A block, and all that are searched through it, in order.</summary>
    private static IEnumerable<Plain> Within(Plain block) => Inside(block).SelectMany(Within).Prepend(block);

    private static IEnumerable<Plain> Inside(Plain block) => block.Tag switch
    {
        Document or Quote => block[0].Parts,
        List => block[1].Parts.SelectMany(static item => item.Parts),
        _ => [],
    };

    private static Made? Rendered(Plain block) =>
        Within(block).Any(static b => b.Tag == Heading && b[0].Bits > LevelMax)
            ? null
            : string.Join('\n', Lines(block));

    private static IEnumerable<string> Lines(Plain block) => block.Tag switch
    {
        Paragraph => [Inlines(block[0])],
        Heading => [$"{new string('#', (int)block[0].Bits)} {Inlines(block[1])}"],
        Code => [$"```{block[0].Text}", .. block[1].Text.Split('\n'), "```"],
        Quote => block[0].Parts.SelectMany(Lines).Select(static line => line.Length > 0 ? $"> {line}" : ">"),
        List => block[1].Parts.SelectMany((item, i) => Item(item, block[0].Bits != 0 ? $"{i + 1}." : "-")),
        Break => ["---"],
        Table => Rows(block[0]),
        _ => block[0].Parts.SelectMany(static (b, i) => i == 0 ? Lines(b) : Lines(b).Prepend("")),
    };

    private static IEnumerable<string> Item(Plain item, string marker) => item.Parts.SelectMany(Lines)
        .Select((line, i) => $"{(i == 0 ? marker : new string(' ', marker.Length))} {line}");

    private static IEnumerable<string> Rows(Plain table)
    {
        for (var i = 0; i < table.Count; i++)
        {
            yield return Row(table[i].Parts.Select(Inlines));
            if (i == 0)
            {
                yield return Row(table[i].Parts.Select(static _ => "---"));
            }
        }
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Inlines(Plain inlines) => string.Concat(inlines.Parts.Select(Inline));

    private static string Inline(Plain inline) => inline.Tag switch
    {
        0 => inline[0].Text,
        1 => inline[0].Text.Contains('`', StringComparison.Ordinal) ? $"`` {inline[0].Text} ``" : $"`{inline[0].Text}`",
        2 => $"*{Inlines(inline[0])}*",
        3 => $"**{Inlines(inline[0])}**",
        4 => $"[{Inlines(inline[0])}]({inline[1].Text})",
        _ => $"![{inline[0].Text}]({inline[1].Text})",
    };
}
