using System.Diagnostics;
using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Hosts;

/// <summary>
/// Writes a parsed document to the guest's heap, children first, as Vera's host walkers do: everything that was made
/// stays on the shadow stack until the caller's scope ends.
/// </summary>
internal class TreeWriter(HeapInstance heap, IContainerRuntime containers)
{
    private readonly ResultWriter results = new(heap);

    /// <summary>A whole document.</summary>
    public virtual Slot Write(Expr document) => WritePart(document);

    /// <summary>Roots what was made of a part of this kind, and hands it back.</summary>
    protected virtual Slot Keep(TypeKind kind, Slot made)
    {
        heap.Push(unchecked((int)made.Pointer));
        return made;
    }

    private Slot WritePart(Expr tree) => tree switch
    {
        Expr.Construct node => WriteNode(node),
        Expr.ArrayOf array => WriteArray(array),
        Expr.Container container => WriteContainer(container),
        Expr.Text text => Keep(TypeKind.String, results.Text(Encoding.UTF8.GetBytes(text.Value))),
        Expr.Int number => new(number.Value),
        Expr.Nat number => new(number.Value),
        Expr.Float64 number => new(number.Bits),
        Expr.Bool flag => new(flag.Value ? 1 : 0),
        Expr.Byte number => new(number.Value),
        _ => throw new UnreachableException($"a document has no {tree.GetType().Name}"),
    };

    private Slot WriteNode(Expr.Construct node)
    {
        var fields = node.Fields.Length == 0 ? [] : new Slot[node.Fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = WritePart(node.Fields[i]);
        }

        var layout = BlockLayout.Of(node.Of, node.Tag);
        var block = (uint)(layout.IsPointerFree ? heap.AllocData(layout.Bytes) : heap.Alloc(layout.Bytes));
        var memory = heap.Memory;
        GuestBytes.Bytes(memory, block, layout.Bytes).Clear();
        GuestBytes.SetWord(memory, block, (uint)node.Tag);
        for (var i = 0; i < fields.Length; i++)
        {
            GuestBytes.Store(
                memory, block + (uint)layout.Offsets[i], layout.Fields[i].Passed, fields[i]);
        }

        return Keep(node.Of.Kind, new(block));
    }

    private Slot WriteArray(Expr.ArrayOf array)
    {
        if (array.Items.Length == 0)
        {
            return default;
        }

        var items = new Slot[array.Items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = WritePart(array.Items[i]);
        }

        // Documents hold arrays of nodes and of arrays alone, so a column's stride is an element's size.
        var tag = array.Of.First.Passed;
        var stride = GuestBytes.Stride(tag);
        var block = (uint)heap.Alloc(checked(items.Length * stride));
        var memory = heap.Memory;
        for (var i = 0; i < items.Length; i++)
        {
            GuestBytes.Store(memory, block + (uint)(i * stride), tag, items[i]);
        }

        return Keep(TypeKind.Array, new(block, items.Length));
    }

    private Slot WriteContainer(Expr.Container map) =>
        WriteMap(map.Of, map.Entries.Length, i => WritePart(map.Entries[i]));

    /// <summary>A map of keys and values in turn, each of which is rooted when it is asked for.</summary>
    public Slot WriteMap(VeraType of, int count, Func<int, Slot> part)
    {
        var (key, value) = (of.First.Passed, of.Second.Passed);
        var made = containers.New(of);
        var wrapper = Wrapped(made);
        for (var i = 0; i < count; i += 2)
        {
            var entry = new Entry(key, part(i), value, part(i + 1));
            made = containers.Insert(ContainerKind.Map, made, entry);
            wrapper = Wrapped(made);
        }

        return wrapper;
    }

    /// <summary>The rooted wrapper: what the runtime returned, or a new one around its handle.</summary>
    private Slot Wrapped(int container)
    {
        if (!containers.Shape.UsesHandles)
        {
            return Keep(TypeKind.Map, new((uint)container));
        }

        var wrapper = Wrapper.Write(heap, containers.Shape, (int)ContainerKind.Map, container);
        var rooted = Keep(TypeKind.Map, new((uint)wrapper));
        (containers as Mirror)?.Attach(ContainerKind.Map, wrapper, container);
        return rooted;
    }
}
