using System.Xml.Linq;
using static Vera.GcStress.Reporting.PageText;

namespace Vera.GcStress.Reporting.Explanations;

/// <summary>What the shapes of a drawing mean: those that are drawn, again and small, with words.</summary>
internal static class HeapLegend
{
    private static readonly (string Look, string Meaning)[] Blocks =
    [
        ("live", "live"),
        ("freed", "freed by this collection"),
        ("free", "free, poisoned"),
        ("live lost", "the lost block"),
        ("freed lost", "the lost block, as it is freed"),
        ("live holder", "live, on the last path to it or with the false pointer"),
        ("live reuse", "has the lost block's place"),
        ("live hurt", "has the changed word"),
        ("mark", "the changed word"),
    ];

    private static readonly (string Look, string Meaning)[] Ways =
    [
        ("arc", "the last path to the lost block"),
        ("arc unseen", "where the collector does not see it"),
    ];

    /// <summary>The legend of a drawing.</summary>
    public static XElement Of(XElement drawing)
    {
        var used = drawing.Descendants().Attributes("class").Select(look => look.Value).ToHashSet();
        return Tag(
            "p",
            Class("legend"),
            Blocks.Where(block => used.Contains(block.Look)).Select(block => Entry(Box(block.Look), block.Meaning)),
            Ways.Where(way => used.Contains(way.Look)).Select(way => Entry(
                Shape("path", ("d", "M 1 7 H 21"), ("class", way.Look)), way.Meaning)));
    }

    private static XElement Box(string look) =>
        Shape("rect", ("x", 1), ("y", 1), ("width", 20), ("height", 12), ("class", look));

    private static XElement Entry(XElement shape, string meaning)
    {
        var key = Shape("svg", ("viewBox", "0 0 22 14"), ("aria-hidden", "true"));
        key.Add(shape);
        return Tag("span", key, meaning);
    }
}
