using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Containers.Copies;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Leaves parts of some kinds unrooted.</summary>
internal sealed class ForgetfulTrees(HeapInstance heap, IContainerRuntime containers, Func<TypeKind, bool> forgets)
    : TreeWriter(heap, containers)
{
    protected override Slot Keep(TypeKind kind, Slot made) => forgets(kind) ? made : base.Keep(kind, made);
}

/// <summary>Pops all it has pushed once the document stands.</summary>
internal sealed class UnrootedTrees(HeapInstance heap, IContainerRuntime containers) : TreeWriter(heap, containers)
{
    private readonly HeapInstance heap = heap;

    public override Slot Write(Expr document)
    {
        using var roots = new ShadowScope(heap);
        return base.Write(document);
    }
}

/// <summary>Leaves one part of results unrooted.</summary>
internal sealed class ForgetfulResults(HeapInstance heap, IContainerRuntime containers, ResultPart forgets)
    : ResultWriter(heap, containers as Serialised)
{
    internal override void Keep(ResultPart part, uint pointer)
    {
        if (part != forgets)
        {
            base.Keep(part, pointer);
        }
    }
}

/// <summary>Writes the items of an array through a window on memory as it was before the array was made.</summary>
internal sealed class StaleWindowResults(HeapInstance heap, IContainerRuntime containers)
    : ResultWriter(heap, containers as Serialised)
{
    private int window;

    protected override Span<byte> Memory => base.Memory[..window];

    public override Slot Listing(List<(KeptValue Key, KeptValue Value)> entries, bool ofValues, SlotShape tag)
    {
        window = base.Memory.Length;
        return base.Listing(entries, ofValues, tag);
    }
}

/// <summary>Makes a block before it roots and reads the text that it was given.</summary>
internal sealed class LateParser(
    HeapInstance heap, IContainerRuntime containers, DecimalStore decimals, DocumentReader readDocument)
    : HostFunctions(heap, containers, decimals, readDocument)
{
    private readonly HeapInstance heap = heap;

    protected override Slot Parsed(VeraType type, Slot text)
    {
        using var roots = new ShadowScope(heap);
        heap.AllocData(8);
        heap.Push(unchecked((int)text.Pointer));
        return base.Parsed(type, text);
    }
}

/// <summary>Hears that a wrapper died, and keeps its value.</summary>
internal sealed class HoardingHost(
    HeapInstance heap, IContainerRuntime containers, DecimalStore decimals, DocumentReader readDocument)
    : HostFunctions(heap, containers, decimals, readDocument)
{
    public override void Release(int kind, int handle)
    {
    }
}
