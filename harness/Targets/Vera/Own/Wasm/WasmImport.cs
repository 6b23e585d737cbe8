namespace Vera.GcStress.Targets.Vera.Own.Wasm;

/// <summary>A function that a module asks for.</summary>
/// <param name="Module">Who is to give it: <c>vera</c>, or <c>gcstress</c> in an edited module.</param>
/// <param name="Name">What it is called there.</param>
/// <param name="Signature">Its type in letters, as in <c>ii&gt;l</c>: i for i32, l for i64, d for f64, x for others.
/// </param>
internal readonly record struct WasmImport(string Module, string Name, string Signature);
