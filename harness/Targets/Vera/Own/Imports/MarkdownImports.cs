using Vera.GcStress.Targets.Vera.Own.Documents;
using Vera.GcStress.Targets.Vera.Own.Heap;

namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>Markdown: parsed onto the guest's heap, written, asked and searched from there.</summary>
internal static class MarkdownImports
{
    public static IEnumerable<(string, HostFunction)> All =>
    [
        ("md_parse", new("ii>i", static (run, a, r) => r[0] = Parse(run, run.Guest.Text(a[0], a[1])))),
        ("md_render", new("i>ii", static (run, a, r) => run.Results.Text(MdText.Of(Read(run, a[0]), run.Guest), r))),
        ("md_has_heading", new("il>i", static (run, a, r) => r[0] = HasHeading(Read(run, a[0]), a[1]))),
        ("md_has_code_block", new("iii>i", static (run, a, r) => r[0] = Codes(run, a).Count > 0 ? 1 : 0)),
        ("md_extract_code_blocks", new("iii>ii", static (run, a, r) => run.Results.Texts(Codes(run, a), r))),
    ];

    private static MdBlock Read(HostRun run, long at) => new MdReader(run.Guest).Block((uint)at);

    private static long HasHeading(MdBlock block, long level) =>
        block.All.Any(b => b is MdBlock.Heading heading && heading.Level == level) ? 1 : 0;

    private static List<string> Codes(HostRun run, ReadOnlySpan<long> a)
    {
        var block = Read(run, a[0]);
        var language = run.Guest.Text(a[1], a[2]);
        return [.. block.All.OfType<MdBlock.Code>().Where(c => c.Language == language).Select(c => c.Value)];
    }

    private static uint Parse(HostRun run, string text)
    {
        var document = new MdParser(run.Guest).Parse(text);
        using var roots = new ShadowGuard(run.Guest, run.Guest.Shape.WalkersRoot);
        var root = MdHeap.Write(run.Heap, document, roots);
        roots.Push(root);
        return run.Results.OfWord(0, root);
    }
}
