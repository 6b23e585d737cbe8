namespace Vera.GcStress.Targets.Vera.Own.Wasm;

/// <summary>A text is no module, or a module cannot be linked or started; the message is one clear line.</summary>
public sealed class WasmException(string message) : Exception(message);
