using System.Text;
using Vera.GcStress.Heaps;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>Writes down all that a watcher gets to see, one line an event.</summary>
internal sealed class RunLog : IWatcher
{
    private readonly CanonicalWriter writer = new();

    public List<string> Lines { get; } = [];

    public bool Stopped => false;

    public void Observed(int op, ReadOnlySpan<byte> text) =>
        Lines.Add($"op {op} saw {Encoding.ASCII.GetString(text)}");

    public void Collecting(in HeapView heap) => Lines.Add($"before {Describe(heap)}");

    public void Collected(in HeapView heap) => Lines.Add($"after {Describe(heap)}");

    public void Released(in HeapView heap, int hostEntries)
    {
    }

    public void Stepped(int op, int collections, ILocals locals)
    {
        writer.Clear();
        foreach (var local in locals.InScope)
        {
            writer.Raw($" ${local} = ");
            locals.Write(local, writer);
        }

        Lines.Add($"op {op}, {collections} collections:{writer}");
    }

    private static string Describe(in HeapView heap)
    {
        var bytes = HashOf(heap.Memory[heap.HeapStart..heap.HeapEnd]);
        var map = HashOf(heap.Map);
        return $"collection {heap.Collection} at allocation {heap.Allocation}: end 0x{heap.HeapEnd:x}, "
            + $"free {string.Join(' ', heap.FreeHeads.ToArray())}, bytes {bytes:x16}, map {map:x16}";
    }

    private static ulong HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in bytes)
        {
            hash = unchecked((hash ^ b) * 1099511628211UL);
        }

        return hash;
    }
}
