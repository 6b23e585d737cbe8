using Vera.GcStress.Targets.Vera.Own.Containers;
using Vera.GcStress.Targets.Vera.Own.Heap;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>JSON values on the guest's heap, written and read as Vera's host does it.</summary>
internal static class JsonHeap
{
    private const uint Null = 0;
    private const uint Bool = 1;
    private const uint Number = 2;
    private const uint Text = 3;
    private const uint List = 4;
    private const uint Members = 5;

    /// <summary>Writes a tree; the root is not rooted, everything on the way is.</summary>
    public static uint Write(HostHeap host, JsonTree tree, ShadowGuard roots)
    {
        var guest = host.Guest;
        switch (tree)
        {
            case JsonTree.Null:
                return guest.Block(8, Null);
            case JsonTree.Bool b:
                return guest.Block(8, Bool, b.Value ? 1 : 0);
            case JsonTree.Number n:
                var number = guest.Block(16, Number);
                guest.SetLong(number + 8L, BitConverter.DoubleToInt64Bits(n.Value));
                return number;
            case JsonTree.Text t:
                var (pointer, length) = guest.NewText(t.Value);
                roots.PushIfAny(pointer);
                return guest.Block(16, Text, pointer, length);
            case JsonTree.List list:
                return WriteList(host, list.Items, roots);
            case JsonTree.Members members:
                return WriteMembers(host, members, roots);
            default:
                throw RunStop.Failed("OverflowError: int too large to convert to float");
        }
    }

    public static JsonTree Read(HostHeap host, uint at, TreeBudget budget) => budget.Down<JsonTree>(() =>
        host.Guest.Word(at) switch
        {
            Null => new JsonTree.Null(),
            Bool => new JsonTree.Bool(host.Guest.Word(at + 4L) != 0),
            Number => new JsonTree.Number(BitConverter.Int64BitsToDouble(host.Guest.Long(at + 8L))),
            Text => new JsonTree.Text(host.Guest.TextAt(at + 4L)),
            List => new JsonTree.List([.. budget.Addresses(at + 4L).Select(item => Read(host, item, budget))]),
            Members => new JsonTree.Members([.. host.Containers.EntriesOf(host.Guest.Word(at + 4L), 'b')
                .Select(e => (e.Key.TextDue, Read(host, unchecked((uint)e.Value.Bits), budget)))]),
            var tag => throw RunStop.Failed($"RuntimeWarning: read_json: unknown tag {tag}"),
        });

    private static uint WriteList(HostHeap host, List<JsonTree> items, ShadowGuard roots)
    {
        var guest = host.Guest;
        var array = 0u;
        if (items.Count > 0)
        {
            array = guest.Alloc(4L * items.Count);
            roots.Push(array);
            for (var i = 0; i < items.Count; i++)
            {
                var item = Write(host, items[i], roots);
                guest.SetWord(array + (4L * i), item);
            }
        }

        return guest.Block(16, List, array, items.Count);
    }

    private static uint WriteMembers(HostHeap host, JsonTree.Members members, ShadowGuard roots)
    {
        var entries = new List<Entry>();
        foreach (var (name, value) in members.All)
        {
            var written = Write(host, value, roots);
            roots.Push(written);
            entries.Add(new('s', new(0, name), 'b', new(written)));
        }

        var map = host.Containers.MapOf(entries);
        roots.Push(map);
        return host.Guest.Block(8, Members, map);
    }
}
