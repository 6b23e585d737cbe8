using System.Collections.Immutable;

namespace Vera.GcStress.Targets.Vera.Own.Wasm;

/// <summary>The engine stopped the guest.</summary>
/// <param name="kind">What happened, in the engine's own words.</param>
/// <param name="message">The engine's message on one line.</param>
/// <param name="frames">The names of the functions that were active, the innermost first.</param>
internal sealed class WasmTrap(WasmTrapKind kind, string message, ImmutableArray<string> frames) : Exception(message)
{
    public WasmTrapKind Kind { get; } = kind;

    public ImmutableArray<string> Frames { get; } = frames;
}

/// <summary>Why the engine stopped a guest.</summary>
internal enum WasmTrapKind
{
    Unreachable, OutOfBounds, DivideByZero, Overflow, StackExhausted, Fuel, Other,
}
