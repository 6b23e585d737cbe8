using Vera.GcStress.Targets.Vera.Own.Containers;
using Vera.GcStress.Targets.Vera.Own.Heap;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>HTML nodes on the guest's heap, written and read as Vera's host does it.</summary>
internal static class HtmlHeap
{
    private const uint Element = 0;
    private const uint Text = 1;
    private const uint Comment = 2;

    /// <summary>Writes a tree; the root is not rooted, everything on the way is.</summary>
    public static uint Write(HostHeap host, HtmlTree tree, ShadowGuard roots) => tree switch
    {
        HtmlTree.Element element => WriteElement(host, element, roots),
        HtmlTree.Text text => WriteText(host, Text, text.Content, roots),
        HtmlTree.Comment comment => WriteText(host, Comment, comment.Content, roots),
        _ => 0,
    };

    public static HtmlTree Read(HostHeap host, uint at, TreeBudget budget) => budget.Down<HtmlTree>(() =>
        host.Guest.Word(at) switch
        {
            Element => ReadElement(host, at, budget),
            Text => new HtmlTree.Text(host.Guest.TextAt(at + 4L)),
            Comment => new HtmlTree.Comment(host.Guest.TextAt(at + 4L)),
            var tag => throw RunStop.Failed($"RuntimeWarning: read_html: unknown tag {tag}"),
        });

    private static HtmlTree.Element ReadElement(HostHeap host, uint at, TreeBudget budget)
    {
        var name = host.Guest.TextAt(at + 4L);
        var attributes = host.Containers.EntriesOf(host.Guest.Word(at + 12L), 's')
            .Select(e => (e.Key.TextDue, e.Value.Text ?? ""))
            .ToList();
        return new(name, attributes, [.. budget.Addresses(at + 16L).Select(child => Read(host, child, budget))]);
    }

    private static uint WriteElement(HostHeap host, HtmlTree.Element element, ShadowGuard roots)
    {
        var guest = host.Guest;
        var (name, length) = guest.NewText(element.Name);
        roots.PushIfAny(name);
        var attributes = host.Containers.MapOf(
            [.. element.Attributes.Select(a => new Entry('s', new(0, a.Name), 's', new(0, a.Value)))]);
        roots.Push(attributes);
        var array = 0u;
        if (element.Children.Count > 0)
        {
            array = guest.Alloc(4L * element.Children.Count);
            roots.Push(array);
            for (var i = 0; i < element.Children.Count; i++)
            {
                var child = Write(host, element.Children[i], roots);
                guest.SetWord(array + (4L * i), child);
            }
        }

        return guest.Block(24, Element, name, length, attributes, array, element.Children.Count);
    }

    private static uint WriteText(HostHeap host, uint tag, string content, ShadowGuard roots)
    {
        var (pointer, length) = host.Guest.NewText(content);
        roots.PushIfAny(pointer);
        return host.Guest.Block(16, tag, pointer, length);
    }
}
