using Vera.GcStress.Targets.Vera.Own.Wasm;

namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>Every function that this host offers, by module and name.</summary>
internal static class HostFunctions
{
    private static readonly Dictionary<string, HostFunction> Fixed = new IEnumerable<(string, HostFunction)>[]
    {
        InputOutput.All, Numbers.All, Decimals.All, Wrapping.All, JsonImports.All, HtmlImports.All, MarkdownImports.All,
        RegexImports.All,
    }.SelectMany(family => family).ToDictionary(f => f.Item1, f => f.Item2);

    /// <summary>The function of an import; null if there is none of this name and type.</summary>
    public static HostFunction? Find(WasmImport import)
    {
        var found = import.Module switch
        {
            "vera" => Fixed.GetValueOrDefault(import.Name) ?? ContainerImports.Find(import.Name)
                ?? States.Find(import.Name, import.Signature),
            "gcstress" => HookImports.Find(import.Name),
            _ => null,
        };
        return found?.Signature == import.Signature ? found : null;
    }
}
