using Vera.GcStress.Targets.Vera.Own.Documents;
using Vera.GcStress.Targets.Vera.Own.Heap;

namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>Json: parsed onto the guest's heap and written from there.</summary>
internal static class JsonImports
{
    public static IEnumerable<(string, HostFunction)> All =>
    [
        ("json_parse", new("ii>i", static (run, a, r) => r[0] = Parse(run, run.Guest.Text(a[0], a[1])))),
        ("json_stringify", new("i>ii", static (run, a, r) => run.Results.Text(
            JsonText.Of(JsonHeap.Read(run.Heap, (uint)a[0], new(run.Guest))), r))),
    ];

    private static uint Parse(HostRun run, string text)
    {
        JsonTree tree;
        try
        {
            tree = new JsonParser(text, run.Guest).Parse();
        }
        catch (JsonRefusal refusal)
        {
            return run.Results.Error(refusal.Message);
        }

        using var roots = new ShadowGuard(run.Guest, run.Guest.Shape.WalkersRoot);
        var root = JsonHeap.Write(run.Heap, tree, roots);
        roots.Push(root);
        return run.Results.OfWord(0, root);
    }
}
