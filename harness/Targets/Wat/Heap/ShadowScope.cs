namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>
/// Roots that host code holds while it builds: pushed one by one, all popped at the end of the scope.
/// </summary>
internal readonly ref struct ShadowScope
{
    private readonly HeapInstance heap;
    private readonly int entry;

    public ShadowScope(HeapInstance heap)
    {
        this.heap = heap;
        entry = heap.ShadowPointer;
    }

    /// <summary>Pushes a pointer and hands it back.</summary>
    public int Root(int pointer)
    {
        heap.Push(pointer);
        return pointer;
    }

    public void Dispose() => heap.ShadowPointer = entry;
}
