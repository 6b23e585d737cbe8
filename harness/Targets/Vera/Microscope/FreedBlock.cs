namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>A block that one collection freed.</summary>
/// <param name="Address">Its payload.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Allocation">The allocation that made it, counted from 1.</param>
/// <param name="Function">The number of the function that was running then; 0: none, or it is not told.</param>
/// <param name="Import">The host's function that asked for it; empty: generated code did.</param>
public sealed record FreedBlock(uint Address, int Size, int Allocation, int Function, string Import);
