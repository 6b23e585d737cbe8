namespace Vera.GcStress.Targets.Vera.Own.Wasm;

/// <summary>Answers one call of an import. Words travel as bits: an i32 unsigned, i64 and f64 as they are.</summary>
internal delegate void HostCall(ReadOnlySpan<long> arguments, Span<long> results);
