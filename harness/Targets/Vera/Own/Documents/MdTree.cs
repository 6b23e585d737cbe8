namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>A Markdown inline as a host holds it.</summary>
internal abstract record MdInline
{
    private MdInline()
    {
    }

    public sealed record Text(string Value) : MdInline;

    public sealed record Code(string Value) : MdInline;

    public sealed record Emphasis(List<MdInline> Children) : MdInline;

    public sealed record Strong(List<MdInline> Children) : MdInline;

    public sealed record Link(List<MdInline> Children, string Url) : MdInline;

    public sealed record Image(string Alt, string Source) : MdInline;
}

/// <summary>A Markdown block as a host holds it.</summary>
internal abstract record MdBlock
{
    private MdBlock()
    {
    }

    public sealed record Paragraph(List<MdInline> Children) : MdBlock;

    public sealed record Heading(long Level, List<MdInline> Children) : MdBlock;

    public sealed record Code(string Language, string Value) : MdBlock;

    public sealed record Quote(List<MdBlock> Children) : MdBlock;

    public sealed record List(bool IsOrdered, List<List<MdBlock>> Items) : MdBlock;

    public sealed record Break : MdBlock;

    public sealed record Table(List<List<List<MdInline>>> Rows) : MdBlock;

    public sealed record Document(List<MdBlock> Children) : MdBlock;

    /// <summary>The blocks right inside, where a search goes on.</summary>
    public IEnumerable<MdBlock> Inside => this switch
    {
        Document d => d.Children,
        Quote q => q.Children,
        List l => l.Items.SelectMany(item => item),
        _ => [],
    };

    /// <summary>This block and all that are searched through it, in order.</summary>
    public IEnumerable<MdBlock> All => Inside.SelectMany(b => b.All).Prepend(this);
}
