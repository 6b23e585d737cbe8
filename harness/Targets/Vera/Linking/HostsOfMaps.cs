using Vera.GcStress.Targets.Vera.Microscope.Reading;
using Vera.GcStress.Targets.Vera.Own.Wasm;

namespace Vera.GcStress.Targets.Vera.Linking;

/// <summary>Which functions of Vera's hosts pass no Map: those that do build it as a bucket, or read one.</summary>
internal static class HostsOfMaps
{
    /// <summary>What <c>vera serve</c> calls with a request, whose headers are a Map of the host's making.</summary>
    private const string Server = "handle";

    private static readonly string[] PassMaps = ["json_", "html_"];

    private static readonly string[] Families =
    [
        "state_", "decimal_", "md_", "regex_", "random_", "http_", "async_", "inference_", "db_",
    ];

    private static readonly string[] Others =
    [
        "print", "stderr", "exit", "trap", "contract_fail", "overflow_trap", "time", "sleep", "read_line", "read_char",
        "read_file", "write_file", "args", "get_env", "log", "log2", "log10", "sin", "cos", "tan", "asin", "acos",
        "atan", "atan2", WrapTable.Told, WrapTable.Attached,
    ];

    /// <exception cref="ModuleException">A function of the host passes a Map, or may do so.</exception>
    public static void Check(ModuleFace face, IEnumerable<WasmImport> others)
    {
        foreach (var import in others.Where(import => !PassesNone(import)))
        {
            throw new ModuleException(import.Module == ModuleFace.Host && BeginsLike(import, PassMaps)
                ? $"it calls {import.Name}, for which Vera's hosts build or read Maps: they must know the new form"
                : $"it imports {import.Module}.{import.Name}, of which is not known whether it passes a Map");
        }

        if (face.Exports.GetValueOrDefault(Server) == "i>i")
        {
            throw new ModuleException(
                $"its function {Server} is called by Vera's server, which builds a Map of headers: it must know the " +
                "new form");
        }
    }

    private static bool PassesNone(WasmImport import) =>
        import.Module == ModuleFace.Host && (Others.Contains(import.Name) || BeginsLike(import, Families));

    private static bool BeginsLike(WasmImport import, string[] families) =>
        Array.Exists(families, family => import.Name.StartsWith(family, StringComparison.Ordinal));
}
