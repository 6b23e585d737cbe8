using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Wiring;

/// <summary>Versions of this tool and of what it stands on.</summary>
internal static class ToolVersions
{
    public static string Tool => Of(typeof(ToolVersions).Assembly);

    /// <summary>Wasmtime's; the package carries the native library of the same version.</summary>
    public static string Wasmtime => Of(HeapModule.Engine.GetType().Assembly);

    public static string Line => $"vera-gcstress {Tool}, wasmtime {Wasmtime}, .net {Environment.Version}";

    private static string Of(System.Reflection.Assembly assembly) =>
        assembly.GetName().Version is { } version ? version.ToString(3) : "unknown";
}
