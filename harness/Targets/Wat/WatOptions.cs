using Vera.GcStress.Heaps;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Targets.Wat;

/// <summary>One way to keep container contents.</summary>
public enum RuntimeKind
{
    /// <summary>Vera up to 0.0.158: host dictionaries that the collector cannot see.</summary>
    HostStore,

    /// <summary>Vera 0.0.159 to 0.0.170: host dictionaries, and a bucket that shows them to the collector.</summary>
    Mirror,

    /// <summary>Vera since 0.0.171: a flat bucket in WASM memory, copied whole at every update.</summary>
    Bucket,

    /// <summary>The fix under test.</summary>
    Container,

    /// <summary>Proposed fix 2: host dictionaries that are asked for their pointers while marking.</summary>
    Traced,

    /// <summary>Proposed fix 3: copies as bytes, made at insertion.</summary>
    Serialised,
}

/// <summary>What a Wat target is made of: everything but the case.</summary>
/// <param name="Runtime">How containers keep their contents.</param>
/// <param name="Collector">Which collector runs.</param>
/// <param name="Layout">Where the heap's tables lie and how large they are.</param>
internal sealed record WatOptions(RuntimeKind Runtime, CollectorKind Collector, HeapLayout Layout)
{
    /// <summary>What the target is put together from.</summary>
    public WatParts Parts { get; init; } = WatParts.Sound;

    /// <summary>Fuel that one case may use: a hundred times what all but the longest need.</summary>
    public long FuelMax { get; init; } = 2_000_000_000;

    /// <summary>Bytes of linear memory that one case may use.</summary>
    public int MemoryMax { get; init; } = 64 << 20;

    /// <summary>When two keys of heap types are the same: the model must be asked for the same.</summary>
    public ContainerEquality Equality =>
        Runtime == RuntimeKind.Serialised ? ContainerEquality.Content : ContainerEquality.Identity;

    /// <summary>Whether freed payloads are overwritten.</summary>
    public bool Poison { get; init; } = true;

    /// <summary>The fix under test on the collector made for it, on a heap of small pages.</summary>
    public static WatOptions Default { get; } =
        new(RuntimeKind.Container, CollectorKind.Hardened, HeapLayout.Small);
}
