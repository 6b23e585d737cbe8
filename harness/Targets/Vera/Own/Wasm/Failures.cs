using Wasmtime;

namespace Vera.GcStress.Targets.Vera.Own.Wasm;

/// <summary>What a failed call of the engine means.</summary>
internal static class Failures
{
    /// <summary>An engine names the functions that it went through before it says why: names may be long.</summary>
    private const int LineChars = 4000;
    private const int FramesMax = 64;

    /// <summary>A trap, or what a host function threw on the way, unchanged.</summary>
    public static Exception Of(WasmtimeException failure)
    {
        if (failure.InnerException is { } thrown and not WasmtimeException)
        {
            return thrown;
        }

        var kind = failure is TrapException trap ? KindOf(trap.Type) : WasmTrapKind.Other;
        return new WasmTrap(
            kind,
            FirstLine(failure.Message),
            [.. (failure.Frames ?? []).Take(FramesMax).Select(frame => frame.FunctionName ?? "?")]);
    }

    /// <summary>The part of a message that fits on a line; the engine's own go over several.</summary>
    public static string FirstLine(string message)
    {
        var line = string.Join(' ', message.Split(
            '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length <= LineChars ? line : line[..LineChars];
    }

    private static WasmTrapKind KindOf(TrapCode code) => code switch
    {
        TrapCode.Unreachable => WasmTrapKind.Unreachable,
        TrapCode.MemoryOutOfBounds => WasmTrapKind.OutOfBounds,
        TrapCode.IntegerDivisionByZero => WasmTrapKind.DivideByZero,
        TrapCode.IntegerOverflow => WasmTrapKind.Overflow,
        TrapCode.StackOverflow => WasmTrapKind.StackExhausted,
        TrapCode.OutOfFuel => WasmTrapKind.Fuel,
        _ => WasmTrapKind.Other,
    };
}
