using System.Diagnostics;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Containers.Copies;
using Vera.GcStress.Targets.Wat.Containers.Trie;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Lowering;

namespace Vera.GcStress.Targets.Wat;

/// <summary>Makes one way of keeping contents.</summary>
internal delegate IContainerRuntime NewRuntime(RuntimeKind kind, HeapInstance heap, DecimalStore decimals);

/// <summary>Makes the host of a heap.</summary>
internal delegate HostFunctions NewHost(
    HeapInstance heap, IContainerRuntime containers, DecimalStore decimals, DocumentReader readDocument);

/// <summary>What a target is put together from. Sound as it stands; whoever replaces a part plants a bug.</summary>
internal sealed record WatParts
{
    /// <summary>Every part as it should be.</summary>
    public static WatParts Sound { get; } = new();

    /// <summary>A change to the heap's text, or null.</summary>
    public HeapEdit? Heap { get; init; }

    /// <summary>What the program pushes when.</summary>
    public Func<LoweredCase, Rooting> Rooting { get; init; } = lowered => new(lowered);

    /// <summary>The host's decimals.</summary>
    public Func<HeapLayout, DecimalStore> Decimals { get; init; } = _ => new();

    /// <summary>The containers' contents.</summary>
    public NewRuntime Containers { get; init; } = RuntimeOf;

    /// <summary>The functions that the program imports.</summary>
    public NewHost Host { get; init; } =
        (heap, containers, decimals, readDocument) => new(heap, containers, decimals, readDocument);

    /// <summary>The runtime of a kind.</summary>
    public static IContainerRuntime RuntimeOf(RuntimeKind kind, HeapInstance heap, DecimalStore decimals) =>
        kind switch
        {
            RuntimeKind.HostStore => new HostStore(heap),
            RuntimeKind.Mirror => new Mirror(heap),
            RuntimeKind.Bucket => new Bucket(heap),
            RuntimeKind.Container => new Container(heap),
            RuntimeKind.Traced => new Traced(heap),
            RuntimeKind.Serialised => new Serialised(heap, decimals),
            _ => throw new UnreachableException($"no runtime {kind}"),
        };
}
