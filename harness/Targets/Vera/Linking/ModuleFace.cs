using Vera.GcStress.Targets.Vera.Microscope.Reading;
using Vera.GcStress.Targets.Vera.Own.Wasm;

namespace Vera.GcStress.Targets.Vera.Linking;

/// <summary>What a module asks for and what it offers, as the engine understands its text.</summary>
/// <param name="Imports">The functions that it imports.</param>
/// <param name="Exports">What it exports: functions by name, with their types in letters; others without.</param>
/// <param name="Bytes">How long it is in binary form.</param>
internal sealed record ModuleFace(
    IReadOnlyList<WasmImport> Imports, IReadOnlyDictionary<string, string> Exports, int Bytes)
{
    /// <summary>The module that everything of Vera's host is in.</summary>
    public const string Host = "vera";

    /// <exception cref="ModuleException">The text is no valid module.</exception>
    public static ModuleFace Of(string text)
    {
        try
        {
            using var module = WasmModule.Compile(text);
            return new([.. module.Imports], module.ExportTypes, WasmModule.Binary(text).Length);
        }
        catch (WasmException e)
        {
            throw new ModuleException(e.Message);
        }
    }
}
