using Vera.GcStress.Targets.Vera.Own.Imports;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Targets.Vera.Own.Wasm;

namespace Vera.GcStress.Targets.Vera.Own;

/// <summary>What a trap of the engine means to a Vera program.</summary>
internal static class Endings
{
    public static ModuleEnding Of(WasmTrap trap, HostRun? run)
    {
        if (run?.Violation is { } violation)
        {
            return new ModuleEnding.Trapped("contract_violation", violation, trap.Frames);
        }

        if (run is { Overflowed: true })
        {
            return new ModuleEnding.Trapped("overflow", "Integer overflow", trap.Frames);
        }

        return trap.Kind switch
        {
            WasmTrapKind.Fuel => new ModuleEnding.LimitHit("fuel"),
            WasmTrapKind.Unreachable when MemoryIsOut(trap, run) => new ModuleEnding.LimitHit("memory"),
            _ => new ModuleEnding.Trapped(NameOf(trap.Kind), trap.Message, trap.Frames),
        };
    }

    private static string NameOf(WasmTrapKind kind) => kind switch
    {
        WasmTrapKind.Unreachable => "unreachable",
        WasmTrapKind.OutOfBounds => "out_of_bounds",
        WasmTrapKind.DivideByZero => "divide_by_zero",
        WasmTrapKind.Overflow => "overflow",
        WasmTrapKind.StackExhausted => "stack_exhausted",
        _ => "unknown",
    };

    /// <summary>The allocator traps where its memory does not grow; before half the bound is used, for another reason.
    /// </summary>
    private static bool MemoryIsOut(WasmTrap trap, HostRun? run) =>
        trap.Frames is ["alloc", ..] && run is not null
        && run.Guest.Instance.Memory.Length > run.Request.MemoryMax / 2;
}
