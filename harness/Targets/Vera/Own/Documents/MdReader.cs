using Vera.GcStress.Targets.Vera.Own.Heap;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>Reads Markdown back from the guest's heap.</summary>
internal sealed class MdReader(Guest guest)
{
    private readonly TreeBudget budget = new(guest);

    public MdBlock Block(uint at) => budget.Down<MdBlock>(() => guest.Word(at) switch
    {
        0 => new MdBlock.Paragraph(Inlines(at + 4L)),
        1 => new MdBlock.Heading(guest.Long(at + 8L), Inlines(at + 16L)),
        2 => new MdBlock.Code(guest.TextAt(at + 4L), guest.TextAt(at + 12L)),
        3 => new MdBlock.Quote(Blocks(at + 4L)),
        4 => new MdBlock.List(guest.Word(at + 4L) != 0, [.. budget.Pairs(at + 8L).Select(Blocks)]),
        5 => new MdBlock.Break(),
        6 => new MdBlock.Table([.. budget.Pairs(at + 4L).Select(row => budget.Pairs(row).Select(Inlines).ToList())]),
        7 => new MdBlock.Document(Blocks(at + 4L)),
        var tag => throw RunStop.Failed($"ValueError: Unknown MdBlock tag: {tag}"),
    });

    private MdInline Inline(uint at) => budget.Down<MdInline>(() => guest.Word(at) switch
    {
        0 => new MdInline.Text(guest.TextAt(at + 4L)),
        1 => new MdInline.Code(guest.TextAt(at + 4L)),
        2 => new MdInline.Emphasis(Inlines(at + 4L)),
        3 => new MdInline.Strong(Inlines(at + 4L)),
        4 => new MdInline.Link(Inlines(at + 4L), guest.TextAt(at + 12L)),
        5 => new MdInline.Image(guest.TextAt(at + 4L), guest.TextAt(at + 12L)),
        var tag => throw RunStop.Failed($"ValueError: Unknown MdInline tag: {tag}"),
    });

    private List<MdBlock> Blocks(long at) => [.. budget.Addresses(at).Select(Block)];

    private List<MdInline> Inlines(long at) => [.. budget.Addresses(at).Select(Inline)];
}
