namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>What is built into a module besides the hooks at allocations and collections.</summary>
/// <param name="Poison">Whether what is free after a collection is overwritten.</param>
/// <param name="Balance">Whether functions tell the shadow pointer at which they begin and return.</param>
/// <param name="Shift">The bytes by which all regions from the shadow stack on are moved.</param>
public readonly record struct Instruments(bool Poison, bool Balance, int Shift)
{
    /// <summary>Whether our own collector is in the place of the module's.</summary>
    public bool Hardened { get; init; }

    /// <summary>Whether each new block is told, and the hooks may keep blocks from a collection; in this process only.
    /// </summary>
    public bool Keeps { get; init; }

    /// <summary>
    /// Whether each new block is all zeros, and what comes behind it, for a program that reads what it never wrote.
    /// </summary>
    public bool Clears { get; init; }

    /// <summary>Whether what would collect does nothing: what a program shows then, no collection did.</summary>
    public bool Idle { get; init; }

    /// <summary>Whether functions leave no root but that of their result: what a program shows then, none did that was
    /// left.</summary>
    public bool Pops { get; init; }
}
