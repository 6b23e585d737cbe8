using Vera.GcStress.Targets.Vera.Own.Containers;
using Vera.GcStress.Targets.Vera.Own.Heap;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>Where documents are written to: the guest's heap, and the run's way to make Maps.</summary>
internal sealed record HostHeap(Guest Guest, IContainers Containers);
