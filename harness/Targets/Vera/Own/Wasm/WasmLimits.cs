namespace Vera.GcStress.Targets.Vera.Own.Wasm;

/// <summary>What one instance may use.</summary>
/// <param name="Fuel">Roughly one an instruction.</param>
/// <param name="MemoryBytes">Linear memory; a guest that asks for more is told that there is none.</param>
internal readonly record struct WasmLimits(long Fuel, long MemoryBytes)
{
    /// <summary>Entries of a module's table: one a closure in what Vera emits.</summary>
    public const uint TableEntries = 1 << 20;

    /// <summary>The stack that guest code may fill, in bytes: what Vera's own host gives it.</summary>
    public const int StackBytes = 512 * 1024;
}
