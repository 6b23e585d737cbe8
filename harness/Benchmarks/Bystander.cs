using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Benchmarks;

/// <summary>A host that a heap has no use for: nothing is wrapped, and nothing is told to it.</summary>
internal sealed class Bystander : IHeapHost
{
    public void DecrefHandle(int kind, int handle)
    {
    }

    public void Collecting()
    {
    }

    public void Collected()
    {
    }
}
