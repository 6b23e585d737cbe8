namespace Vera.GcStress.Targets.Wat.Containers.Linked;

/// <summary>What a module offers to the container functions that are put into it, by the names in its text.</summary>
public sealed record ContainerHost
{
    /// <summary>What our functions' names begin with, so that they are no other's.</summary>
    public string Prefix { get; init; } = "$vera.";

    /// <summary>The function that allocates a block: bytes in, the payload's address out.</summary>
    public string Alloc { get; init; } = "$alloc";

    /// <summary>The same for a block that never holds pointers; of a heap that knows none, the same function.</summary>
    public string AllocData { get; init; } = "$alloc";

    /// <summary>The mutable global where the next root goes.</summary>
    public string StackPointer { get; init; } = "$gc_sp";

    /// <summary>The global where the shadow stack ends.</summary>
    public string StackLimit { get; init; } = "$gc_stack_limit";

    /// <summary>A function that roots a pointer, if the heap has one of its own.</summary>
    public string? Push { get; init; }

    /// <summary>With <see cref="Push"/>, what puts a pointer into a slot: the slot's address, the pointer.</summary>
    public string? SetSlot { get; init; }

    /// <summary>
    /// Whether lines stay in the text that have a heap of ours count what the functions do: see
    /// <see cref="Heap.HeapProbes"/>.
    /// </summary>
    public bool Counts { get; init; }

    /// <summary>What hashes depend on besides keys; the same each time if it is 0.</summary>
    public ulong Seed { get; init; }
}
