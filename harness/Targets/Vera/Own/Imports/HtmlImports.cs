using Vera.GcStress.Targets.Vera.Own.Documents;
using Vera.GcStress.Targets.Vera.Own.Heap;

namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>Html: parsed onto the guest's heap, written, searched and read from there.</summary>
internal static class HtmlImports
{
    public static IEnumerable<(string, HostFunction)> All =>
    [
        ("html_parse", new("ii>i", static (run, a, r) => r[0] = Parse(run, run.Guest.Text(a[0], a[1])))),
        ("html_to_string", new("i>ii", static (run, a, r) => run.Results.Text(HtmlText.Of(Read(run, a[0])), r))),
        ("html_text", new("i>ii", static (run, a, r) => run.Results.Text(HtmlText.Plain(Read(run, a[0])), r))),
        ("html_query", new("iii>ii", static (run, a, r) =>
            Write(run, HtmlText.Query(Read(run, a[0]), run.Guest.Text(a[1], a[2]), run.Guest), r))),
    ];

    private static HtmlTree Read(HostRun run, long at) => HtmlHeap.Read(run.Heap, (uint)at, new(run.Guest));

    private static uint Parse(HostRun run, string text)
    {
        var tree = new HtmlParser(text, run.Guest).Parse();
        using var roots = new ShadowGuard(run.Guest, run.Guest.Shape.WalkersRoot);
        var root = HtmlHeap.Write(run.Heap, tree, roots);
        roots.Push(root);
        return run.Results.OfWord(0, root);
    }

    /// <summary>Copies of what was found, as an array.</summary>
    private static void Write(HostRun run, List<HtmlTree> found, Span<long> result)
    {
        (result[0], result[1]) = (0, found.Count);
        if (found.Count == 0)
        {
            return;
        }

        using var roots = new ShadowGuard(run.Guest, run.Guest.Shape.WalkersRoot);
        var array = run.Guest.Alloc(4L * found.Count);
        roots.Push(array);
        for (var i = 0; i < found.Count; i++)
        {
            var node = HtmlHeap.Write(run.Heap, found[i], roots);
            run.Guest.SetWord(array + (4L * i), node);
        }

        result[0] = array;
    }
}
