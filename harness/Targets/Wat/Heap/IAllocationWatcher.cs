namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>Is told of every block that the host asks a heap for.</summary>
public interface IAllocationWatcher
{
    /// <summary>A block is asked for.</summary>
    void Allocating(int bytes, bool pointerFree);

    /// <summary>It was handed out.</summary>
    void Allocated(int payload);
}
