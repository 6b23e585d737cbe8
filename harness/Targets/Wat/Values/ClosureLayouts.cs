using System.Collections.Immutable;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Targets.Wat.Values;

/// <summary>How the closures of a case lie in their blocks, by the table index in word 0.</summary>
internal sealed class ClosureLayouts
{
    private readonly List<(VeraType Type, BlockLayout Layout)> all = [];

    /// <summary>How many table indices there are.</summary>
    public int Count => all.Count;

    public void Clear() => all.Clear();

    /// <summary>The next table index is for closures of a type that captured these besides what they give for 0.
    /// </summary>
    public void Add(VeraType closure, ImmutableArray<VeraType> captured) =>
        all.Add((closure, captured.IsEmpty ? BlockLayout.OfClosure(closure) : new([closure.First, .. captured])));

    /// <summary>The type of the closures that have a table index.</summary>
    public VeraType TypeOf(int index) => all[index].Type;

    /// <summary>The layout of the closures that have a table index.</summary>
    public BlockLayout this[int index] => all[index].Layout;

    /// <summary>The layout of a closure; null where none of its type has the index.</summary>
    public BlockLayout? Find(VeraType closure, uint index) =>
        index < all.Count && all[(int)index].Type == closure ? all[(int)index].Layout : null;

    /// <summary>The layout of a closure that lies at an address.</summary>
    /// <exception cref="GuestFault">There is no closure of the type.</exception>
    public BlockLayout Of(VeraType closure, uint index, uint block = 0) => Find(closure, index) ?? throw new GuestFault(
        TrapReason.BadBlock, $"the {closure} at 0x{block:X} has the unknown table index 0x{index:X}", block);
}
