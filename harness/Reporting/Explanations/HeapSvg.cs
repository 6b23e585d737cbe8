using System.Xml.Linq;
using Vera.GcStress.Explaining;

namespace Vera.GcStress.Reporting.Explanations;

/// <summary>The heap block by block: addresses from left to right, time from top to bottom.</summary>
internal sealed class HeapSvg(Explanation explanation)
{
    private const int RowsMax = 48;
    private const double LabelWidth = 190;
    private const double Width = 1000;
    private const double RowHeight = 18;
    private const double RowGap = 6;
    private const double ArcHeight = 34;
    private const double NarrowestShown = 2.5;

    private readonly FailureFacts? failure = explanation.Failure;
    private readonly AddressScale scale = new(explanation.History.Pictures, Width - LabelWidth - 10);

    /// <summary>The drawing, or null if the heap was never looked at.</summary>
    public XElement? Draw()
    {
        var rows = Rows();
        if (rows.Count == 0 || rows.All(r => r.Blocks.Count == 0))
        {
            return null;
        }

        var drawing = new List<XElement>();
        var y = 22.0;
        drawing.Add(PageText.Label(LabelWidth, 14, $"0x{scale.Start:x}", "axis"));
        drawing.Add(PageText.Label(Width - 10, 14, $"0x{scale.End:x}", "axis", "end"));
        foreach (var row in rows)
        {
            var isLoss = row.Collection is { } collection && failure?.Victim?.Block.FreedBy == collection;
            y += isLoss ? ArcHeight : 0;
            drawing.Add(PageText.Label(LabelWidth - 8, y + 13, LabelOf(row), "row", "end"));
            drawing.AddRange(Blocks(row, y));
            if (isLoss)
            {
                drawing.AddRange(Arcs(failure!.Victim!.Path, y));
            }

            drawing.AddRange(DamageMark(row, y));
            y += RowHeight + RowGap;
        }

        if (rows.Count < explanation.History.Pictures.Count)
        {
            var shown = $"{rows.Count} of {explanation.History.Pictures.Count} moments";
            drawing.Add(PageText.Label(LabelWidth - 8, 14, shown, "axis", "end"));
        }

        var svg = PageText.Shape("svg", ("viewBox", $"0 0 {Width} {PageText.Number(y)}"), ("class", "heap"),
            ("role", "img"));
        svg.Add(drawing);
        return svg;
    }

    /// <summary>All moments if they are few; otherwise a sample that has those of the failure.</summary>
    private List<HeapPicture> Rows()
    {
        var all = explanation.History.Pictures;
        if (all.Count <= RowsMax)
        {
            return [.. all];
        }

        var step = (all.Count + RowsMax - 1) / (RowsMax - 2);
        return
        [
            .. all.Where((picture, i) => i % step == 0 || i == all.Count - 1
                || (picture.Collection is { } c && c == failure?.Block?.FreedBy)),
        ];
    }

    private static string LabelOf(HeapPicture row) => row.Collection is { } collection
        ? $"collection {collection.Number} (op {row.Op})"
        : $"after op {row.Op}";

    private IEnumerable<XElement> Blocks(HeapPicture row, double y)
    {
        var from = 0;
        while (from < row.Blocks.Count)
        {
            var css = ClassOf(row.Blocks[from]);
            var to = from + 1;
            // Slivers of one kind are drawn as one.
            while (to < row.Blocks.Count && ClassOf(row.Blocks[to]) == css && css is "live" or "free" or "freed"
                && X(row.Blocks[to - 1].Payload - 4 + AddressScale.Stride(row.Blocks[to - 1]))
                    - X(row.Blocks[from].Payload - 4) < NarrowestShown)
            {
                to++;
            }

            yield return Block(row.Blocks[from], row.Blocks[to - 1], to - from, css, y);
            from = to;
        }
    }

    private XElement Block(PicturedBlock first, PicturedBlock last, int count, string css, double y)
    {
        var left = X(first.Payload - 4);
        var width = Math.Max(1, X(last.Payload - 4 + AddressScale.Stride(last)) - left);
        return PageText
            .Shape("rect", ("x", left), ("y", y), ("width", width), ("height", RowHeight), ("class", css))
            .Titled(count == 1 ? TitleOf(first) : $"{count} blocks, {css}, from 0x{first.Payload:x}");
    }

    private static string TitleOf(PicturedBlock block)
    {
        var bytes = Numbers.Of(block.Bytes, "byte");
        return block switch
        {
            { Life: { } life } => $"{life}, {bytes}, op {life.Op} ({life.Site})",
            { JustFreed: { } freed } => $"{freed}, {bytes}: freed by this collection",
            _ => $"free block 0x{block.Payload:x}, {bytes}",
        };
    }

    private string ClassOf(PicturedBlock block)
    {
        var (life, freed, lost) = (block.Life, block.JustFreed, failure?.Block);
        return lost is not null && life == lost ? "live lost"
            : lost is not null && freed == lost ? "freed lost"
            : lost is not null && life is not null && life == failure?.ReusedBy ? "live reuse"
            : life is not null && failure?.Damage?.Owner == life ? "live hurt"
            : life is not null && IsOnPath(life) ? "live holder"
            : life is not null ? "live"
            : freed is not null ? "freed" : "free";
    }

    private bool IsOnPath(BlockLife life) =>
        failure?.Victim?.Path.Steps.Any(s => s.Block == life) == true || failure?.Damage?.Pointer?.Block == life;

    /// <summary>The last path to the lost block, above the row of the collection that freed it.</summary>
    private IEnumerable<XElement> Arcs(HeldPath path, double y)
    {
        var from = -1.0;
        foreach (var step in path.Steps)
        {
            var to = Middle(step.Block);
            var unseen = step.Kind is not (EdgeKind.Root or EdgeKind.Word);
            var css = unseen ? "arc unseen" : "arc";
            yield return Head(to, y, unseen);
            var title = $"{step.Kind}: {step.Block}";
            yield return from < 0
                ? Line($"M {PageText.Number(to)} {PageText.Number(y - 22)} V {PageText.Number(y)}", css, title)
                : Line(
                    $"M {PageText.Number(from)} {PageText.Number(y)} Q {PageText.Number((from + to) / 2)} " +
                    $"{PageText.Number(y - 32)} {PageText.Number(to)} {PageText.Number(y)}", css, title);
            if (from < 0)
            {
                var anchor = to > Width - 200 ? "end" : "start";
                yield return PageText.Label(to + (anchor == "end" ? -4 : 4), y - 25, $"{path.Holder}", "note", anchor);
            }

            from = to;
        }
    }

    private static XElement Head(double x, double y, bool unseen) => PageText.Shape(
        "path",
        ("d", $"M {PageText.Number(x - 4)} {PageText.Number(y - 7)} h 8 l -4 7 z"),
        ("class", unseen ? "head lostway" : "head"));

    private static XElement Line(string path, string css, string title) =>
        PageText.Shape("path", ("d", path), ("class", css)).Titled(title);

    private IEnumerable<XElement> DamageMark(HeapPicture row, double y)
    {
        if (failure?.Damage is { Owner: not null } damage && row.Collection is not null
            && row.Collection == explanation.History.Collections[^1])
        {
            yield return PageText
                .Shape("rect", ("x", X(damage.Address) - 1), ("y", y - 4), ("width", 3.0),
                    ("height", RowHeight + 8), ("class", "mark"))
                .Titled($"the word at 0x{damage.Address:x}: was 0x{damage.Before:x8}, is 0x{damage.After:x8}");
        }
    }

    private double Middle(BlockLife block) => (X(block.Payload - 4) + X(block.Payload + block.Bytes)) / 2;

    private double X(int address) => LabelWidth + scale.At(address);
}
