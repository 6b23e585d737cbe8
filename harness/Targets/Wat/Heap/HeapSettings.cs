using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>How a heap behaves for one case, and how far it may go.</summary>
/// <param name="Collector">Which collector runs.</param>
/// <param name="Schedule">Which allocations collect first.</param>
/// <param name="Poison">Whether freed payloads are filled with 0xF5: words that no collector takes for a
/// pointer.</param>
/// <param name="Hooks">Whether the host is told of every collection.</param>
/// <param name="FuelMax">Fuel for the case: about one unit a WASM instruction.</param>
/// <param name="MemoryMax">How large linear memory may become, in bytes.</param>
internal sealed record HeapSettings(
    CollectorKind Collector,
    CollectionSchedule Schedule,
    bool Poison,
    bool Hooks,
    long FuelMax,
    int MemoryMax)
{
    /// <summary>Whether the host is asked which blocks live wrappers point to.</summary>
    public bool Traced { get; init; }

    /// <summary>Ours, natural, nothing watched; limits that no ordinary case comes near.</summary>
    public static readonly HeapSettings Default = new(
        CollectorKind.Hardened, new CollectionSchedule.Natural(), false, false, 2_000_000_000, 64 << 20);
}
