using System.Collections.Immutable;

namespace Vera.GcStress.Targets.Vera.Own.Runs;

/// <summary>What a run let us see.</summary>
/// <param name="Ending">How it ended.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it wrote to standard error.</param>
/// <param name="PeakHeap">Where the bump frontier of the heap stood at the end; 0 without a heap.</param>
/// <param name="MemoryBytes">Linear memory at the end.</param>
/// <param name="FuelUsed">Work of guest and host.</param>
/// <param name="HostStores">How many entries each store of the host held at the end: <c>map</c>, <c>set</c>,
/// <c>decimal</c>, those that the module could fill.</param>
public sealed record RunOutcome(
    ModuleEnding Ending,
    string Output,
    string Errors,
    long PeakHeap,
    long MemoryBytes,
    long FuelUsed,
    ImmutableSortedDictionary<string, int> HostStores);
