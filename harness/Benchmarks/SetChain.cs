using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Benchmarks;

/// <summary>
/// A set that grows and shrinks one element at a time, called as a compiled program calls its imports.
/// </summary>
/// <remarks>One root holds the newest version: whatever an operation leaves behind is garbage.</remarks>
internal sealed class SetChain : IDisposable
{
    private const int MemoryMax = 1 << 30;

    // Runtimes that keep contents on the host's side copy them at every step and give a copy back only when its wrapper
    // dies: a full table collects.
    private static readonly HeapLayout Layout = HeapLayout.Small with { WrapBytes = 64 * 16 };

    private static readonly StressCase Empty = new([], new CollectionSchedule.Natural(), HeapState.Empty);

    private readonly List<(KeptValue Key, KeptValue Value)> listed = [];
    private readonly WatSession session;
    private readonly ChainKeys keys;
    private readonly VeraType type;
    private readonly HostImport add;
    private readonly HostImport contains;
    private readonly HostImport remove;
    private readonly HostImport toArray;
    private int bottom;
    private uint set;

    public SetChain(RuntimeKind runtime, TypeKind element, CollectorKind collector = CollectorKind.Hardened)
    {
        var options = new WatOptions(runtime, collector, Layout)
        {
            Poison = false,
            FuelMax = long.MaxValue / 4,
            MemoryMax = MemoryMax,
        };
        session = new(options, (_, _) => null);
        var of = VeraType.Of(element);
        type = VeraType.Set(of);
        keys = new(session.Heap, of);
        Tag = of.Passed;
        add = HostImport.Of(HostFunction.SetAdd, Tag, SlotShape.I64);
        contains = HostImport.Of(HostFunction.SetContains, Tag);
        remove = HostImport.Of(HostFunction.SetRemove, Tag);
        toArray = HostImport.Of(HostFunction.SetToArray, Tag);
    }

    public HeapInstance Heap => session.Heap;

    private SlotShape Tag { get; }

    private IContainerRuntime Containers => session.Host.Containers;

    private WrapperShape Shape => Containers.Shape;

    /// <summary>A fresh heap, for sets of up to this size.</summary>
    public void Begin(int count)
    {
        session.Start(Empty, null);
        keys.Begin(count);
        bottom = Heap.ShadowPointer;
    }

    /// <summary>A new set of this many elements, by a chain of insertions.</summary>
    public void Insert(int count)
    {
        Heap.ShadowPointer = bottom;
        Hold(new((uint)Containers.New(type)));
        for (var i = 0; i < count; i++)
        {
            var key = keys.Make(i);
            if (Tag != SlotShape.I64)
            {
                Heap.Push(unchecked((int)key.Pointer));
            }

            Hold(session.Host.Invoke(add, Named(), key, default));
        }
    }

    /// <summary>Searches each element; how many are there.</summary>
    public int Contains(int count)
    {
        var found = 0;
        for (var i = 0; i < count; i++)
        {
            found += (int)session.Host.Invoke(contains, Named(), keys.Again(i), default).Bits;
        }

        return found;
    }

    /// <summary>Lists the elements on the host's side; how many there are.</summary>
    public int Iterate()
    {
        listed.Clear();
        Containers.List(ContainerKind.Set, unchecked((int)Named().Pointer), Tag, SlotShape.I64, listed);
        return listed.Count;
    }

    public int Size() => (int)session.Host.Invoke(HostImport.Of(HostFunction.SetSize), Named(), default, default).Bits;

    /// <summary>The elements as an array of the guest's; how many it has.</summary>
    public int ToArray() => session.Host.Invoke(toArray, Named(), default, default).Length;

    /// <summary>Removes the elements one by one, and goes back to the set as it was.</summary>
    public void RemoveAll(int count)
    {
        Heap.Push((int)set);
        var (full, sp) = (set, bottom);
        bottom = Heap.ShadowPointer;
        for (var i = 0; i < count; i++)
        {
            Hold(session.Host.Invoke(remove, Named(), keys.Again(i), default));
        }

        (set, bottom) = (full, sp);
        Heap.ShadowPointer = sp + 4;
    }

    /// <summary>What a collection keeps now, in bytes of blocks.</summary>
    public long LiveBytes()
    {
        Heap.Collect();
        return MarkedBlocks.Bytes(Heap.View());
    }

    public void Dispose() => session.Dispose();

    /// <summary>What the imports call the newest version.</summary>
    private Slot Named() => new((uint)Containers.Unwrap(ContainerKind.Set, set));

    /// <summary>Wraps what an import returned as a call site does, and roots nothing else from now on.</summary>
    private void Hold(Slot returned)
    {
        set = Shape.UsesHandles
            ? (uint)Wrapper.Write(Heap, Shape, (int)ContainerKind.Set, unchecked((int)returned.Pointer))
            : returned.Pointer;
        Heap.ShadowPointer = bottom;
        Heap.Push((int)set);
        if (Shape is { UsesHandles: true, HasBucketWord: true })
        {
            var attach = HostImport.Of(HostFunction.AttachBucket);
            session.Host.Invoke(attach, new(set), new((int)ContainerKind.Set), returned);
        }
    }
}
