namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>What an instrumented module asks and tells while it runs: the imports named <c>gcstress</c>.</summary>
/// <remarks>
/// Memory and globals of the moment are read through the <see cref="IModuleMemory"/> of the run. An exception that a
/// hook throws ends the run.
/// </remarks>
public interface IModuleHooks
{
    /// <summary>A block is about to be allocated; the answer is whether to collect first.</summary>
    bool Allocating(int size);

    /// <summary>A block has been allocated.</summary>
    void Allocated(uint block)
    {
    }

    /// <summary>The next block that the collection is kept from freeing which has begun; 0: no other.</summary>
    uint Keep() => 0;

    /// <summary>A collection begins.</summary>
    void Collecting();

    /// <summary>A collection has ended.</summary>
    void Collected();

    /// <summary>After the program, a collection without any root has ended.</summary>
    /// <param name="entries">What the host's stores still hold.</param>
    void Emptied(int entries)
    {
    }

    /// <summary>A function begins.</summary>
    /// <param name="function">Its place among the functions of the text.</param>
    /// <param name="sp">The shadow pointer.</param>
    void Entered(int function, int sp);

    /// <summary>A function returns; a trap or an exception leaves it without that.</summary>
    /// <param name="function">Its place among the functions of the text.</param>
    /// <param name="sp">The shadow pointer.</param>
    void Left(int function, int sp);
}
