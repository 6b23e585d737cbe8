using Vera.GcStress.Targets.Vera.Own.Heap;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>Writes Markdown to the guest's heap as Vera's host does it: fields first, rooted, then the block.</summary>
internal static class MdHeap
{
    /// <summary>Writes a block; it is not rooted itself, everything on the way is.</summary>
    public static uint Write(HostHeap host, MdBlock block, ShadowGuard roots)
    {
        var guest = host.Guest;
        switch (block)
        {
            case MdBlock.Paragraph p:
                return Boxed(guest, 0, Inlines(host, p.Children, roots));
            case MdBlock.Heading h:
                var words = Inlines(host, h.Children, roots);
                var heading = guest.Block(24, 1);
                guest.SetLong(heading + 8L, h.Level);
                guest.SetWord(heading + 16L, words.Pointer);
                guest.SetWord(heading + 20L, words.Count);
                return heading;
            case MdBlock.Code c:
                return Boxed(guest, 2, Text(host, c.Language, roots), Text(host, c.Value, roots));
            case MdBlock.Quote q:
                return Boxed(guest, 3, Blocks(host, q.Children, roots));
            case MdBlock.List l:
                var items = Items(host, l.Items, roots);
                return guest.Block(16, 4, l.IsOrdered ? 1 : 0, items.Pointer, items.Count);
            case MdBlock.Table t:
                return Boxed(guest, 6, Rows(host, t.Rows, roots));
            case MdBlock.Document d:
                return Boxed(guest, 7, Blocks(host, d.Children, roots));
            default:
                return guest.Block(8, 5);
        }
    }

    private static uint Inline(HostHeap host, MdInline inline, ShadowGuard roots) => inline switch
    {
        MdInline.Text t => Boxed(host.Guest, 0, Text(host, t.Value, roots)),
        MdInline.Code c => Boxed(host.Guest, 1, Text(host, c.Value, roots)),
        MdInline.Emphasis e => Boxed(host.Guest, 2, Inlines(host, e.Children, roots)),
        MdInline.Strong s => Boxed(host.Guest, 3, Inlines(host, s.Children, roots)),
        MdInline.Link l => Boxed(host.Guest, 4, Inlines(host, l.Children, roots), Text(host, l.Url, roots)),
        MdInline.Image i => Boxed(host.Guest, 5, Text(host, i.Alt, roots), Text(host, i.Source, roots)),
        _ => 0,
    };

    private static uint Boxed(Guest guest, int tag, (uint Pointer, int Count) one) =>
        guest.Block(16, tag, one.Pointer, one.Count);

    private static uint Boxed(Guest guest, int tag, (uint Pointer, int Count) one, (uint Pointer, int Count) two) =>
        guest.Block(24, tag, one.Pointer, one.Count, two.Pointer, two.Count);

    private static (uint Pointer, int Count) Text(HostHeap host, string text, ShadowGuard roots)
    {
        var made = host.Guest.NewText(text);
        roots.PushIfAny(made.Pointer);
        return made;
    }

    private delegate uint WriteOne<T>(HostHeap host, T item, ShadowGuard roots);

    private delegate (uint Pointer, int Count) WritePair<T>(HostHeap host, T item, ShadowGuard roots);

    private static (uint Pointer, int Count) Blocks(HostHeap host, List<MdBlock> blocks, ShadowGuard roots) =>
        Pointers(host, blocks, Write, roots);

    private static (uint Pointer, int Count) Inlines(HostHeap host, List<MdInline> inlines, ShadowGuard roots) =>
        Pointers(host, inlines, Inline, roots);

    private static (uint Pointer, int Count) Items(HostHeap host, List<List<MdBlock>> items, ShadowGuard roots) =>
        Pairs(host, items, Blocks, roots);

    private static (uint Pointer, int Count) Rows(HostHeap host, List<List<List<MdInline>>> rows, ShadowGuard roots) =>
        Pairs(host, rows, Cells, roots);

    private static (uint Pointer, int Count) Cells(HostHeap host, List<List<MdInline>> cells, ShadowGuard roots) =>
        Pairs(host, cells, Inlines, roots);

    private static (uint Pointer, int Count) Pointers<T>(
        HostHeap host, List<T> items, WriteOne<T> write, ShadowGuard roots)
    {
        if (items.Count == 0)
        {
            return (0, 0);
        }

        var array = host.Guest.Alloc(4L * items.Count);
        roots.Push(array);
        for (var i = 0; i < items.Count; i++)
        {
            var item = write(host, items[i], roots);
            host.Guest.SetWord(array + (4L * i), item);
        }

        return (array, items.Count);
    }

    private static (uint Pointer, int Count) Pairs<T>(
        HostHeap host, List<T> items, WritePair<T> write, ShadowGuard roots)
    {
        if (items.Count == 0)
        {
            return (0, 0);
        }

        var array = host.Guest.Alloc(8L * items.Count);
        roots.Push(array);
        for (var i = 0; i < items.Count; i++)
        {
            var (pointer, count) = write(host, items[i], roots);
            host.Guest.SetWord(array + (8L * i), pointer);
            host.Guest.SetWord(array + (8L * i) + 4, count);
        }

        return (array, items.Count);
    }
}
