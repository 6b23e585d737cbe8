namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>What the heap asks of its host while it collects.</summary>
/// <remarks>An exception thrown here ends the run and reaches the caller unchanged.</remarks>
public interface IHeapHost
{
    /// <summary>A registered wrapper died: its host value is no longer needed.</summary>
    void DecrefHandle(int kind, int handle);

    /// <summary>
    /// A registered wrapper lives: which blocks does its host value point to? Only if the settings ask for tracing;
    /// once a wrapper and collection, before the dead ones are reported.
    /// </summary>
    ReadOnlySpan<uint> PointersBehind(int kind, int handle) => default;

    /// <summary>A collection is about to start; only if the settings ask for hooks.</summary>
    void Collecting();

    /// <summary>
    /// A collection has ended and its marks still stand; only if the settings ask for hooks.
    /// </summary>
    void Collected();
}
