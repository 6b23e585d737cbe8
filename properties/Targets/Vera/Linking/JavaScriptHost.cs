using System.Diagnostics;
using System.Text.Json;
using Vera.GcStress.Targets.Vera.Own.Wasm;

namespace Vera.GcStress.Properties.Targets.Vera.Linking;

/// <summary>Vera's JavaScript runtime on Node, where both are.</summary>
/// <param name="package">The folder of the package <c>vera</c>.</param>
internal sealed class JavaScriptHost(string package) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("javascript-host-").FullName;

    private string Harness => Path.Combine(package, "browser", "harness.mjs");

    /// <summary>Whether it can run.</summary>
    public bool CanRun => File.Exists(Harness) && Environment.GetEnvironmentVariable("PATH")!
        .Split(Path.PathSeparator).Any(place => File.Exists(Path.Combine(place, "node")));

    /// <summary>
    /// What a function of a module prints, and the error that ends it; null: this Node is too old for the module.
    /// </summary>
    public (string Printed, string? Error)? Run(string module, string function)
    {
        var file = Path.Combine(folder, "module.wasm");
        File.WriteAllBytes(file, WasmModule.Binary(module));
        using var node = Process.Start(new ProcessStartInfo("node", [Harness, file, "--fn", function])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        })!;
        var output = node.StandardOutput.ReadToEnd();
        var isTooOld = node.StandardError.ReadToEnd().Contains("Invalid opcode", StringComparison.Ordinal);
        node.WaitForExit();
        if (isTooOld)
        {
            return null;
        }

        using var said = JsonDocument.Parse(output);
        return (
            said.RootElement.GetProperty("stdout").GetString()!, said.RootElement.GetProperty("error").GetString());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
