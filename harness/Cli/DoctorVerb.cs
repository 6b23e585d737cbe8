using System.CommandLine;
using Vera.GcStress.Judging;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets.Wat;

namespace Vera.GcStress.Cli;

/// <summary><c>doctor</c>: what this machine offers, one line each; nothing is started and nothing written.</summary>
internal static class DoctorVerb
{
    private const string TinyCase = "schedule eager\n$0: Set<String> = {\"a\"}\nobserve contains($0, \"a\")\n";

    public static Command Create(Invocation invocation) =>
        new Command("doctor", "Say what this machine offers, and whether the harness works on it.")
            .Does(_ => Run(invocation));

    private static ExitCode Run(Invocation invocation)
    {
        foreach (var (name, look) in Checks(invocation.Stop))
        {
            var (ok, what) = Attempt(look);
            invocation.Screen.Out.WriteLine($"{(ok ? "ok" : "missing"),-8} {name}: {what}");
            if (invocation.Stop.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }
        }

        return ExitCode.Clean;
    }

    private static IEnumerable<(string Name, Func<(bool Ok, string What)> Look)> Checks(CancellationToken stop) =>
    [
        ("vera-gcstress", () => (true, ToolVersions.Tool)),
        (".NET", () => (true, $"{Environment.Version}")),
        ("cores", () => (true, $"{Environment.ProcessorCount}")),
        ("Wasmtime", () => (true, $"{ToolVersions.Wasmtime}, its native library loads")),
        ("heap.wat", HeapCompiles),
        ("a tiny case", TinyCaseRuns),
        ("the canary", () => CanaryIsCaught(stop)),
        ("repro/", () => FolderOfCases("repro", "findings would be saved there, below the current folder")),
        ("corpus/", () => FolderOfCases("corpus", "replay it as 'replay corpus'")),
        ("python3", () => OnPath("python3", "a real Vera runs on it")),
        ("vera", () => OnPath("vera", "a real Vera, to run cases on")),
    ];

    private static (bool Ok, string What) Attempt(Func<(bool Ok, string What)> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (false, Misuse.OneLine((e as TypeInitializationException)?.InnerException?.Message ?? e.Message));
        }
    }

    private static (bool Ok, string What) HeapCompiles() =>
        (HeapModule.Load() is not null, $"compiles, and {HeapModule.Faults.Length} faults can be planted");

    private static (bool Ok, string What) TinyCaseRuns()
    {
        using var bench = WatBench.Create(HeapChoice.Default.Options);
        var verdict = bench.TryBothWays(CaseText.Parse(TinyCase));
        return (verdict is Verdict.Pass, $"driven and compiled: {VerdictText.Of(verdict)}");
    }

    private static (bool Ok, string What) CanaryIsCaught(CancellationToken stop)
    {
        var canary = Canary.Catch(new FuzzOptions(), stop);
        return canary.Finding is { } found
            ? (true, $"caught in case {found.Number}, shrunk to {Numbers.Of(found.Case.Ops.Length, "op")}")
            : (false, "not caught: the known bug of host-store was not found");
    }

    private static (bool Ok, string What) FolderOfCases(string folder, string use) => Directory.Exists(folder)
        ? (true, $"{Numbers.Of(CaseFolder.List([folder]).Count, "case file")}; {use}")
        : (false, $"no such folder; {use}");

    /// <summary>Looked for where a shell would; not run, and its folder not told.</summary>
    private static (bool Ok, string What) OnPath(string command, string use)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var names = OperatingSystem.IsWindows() ? new[] { $"{command}.exe", $"{command}.cmd" } : [command];
        var found = folders.Any(folder => folder.Length > 0 && names.Any(n => File.Exists(Path.Combine(folder, n))));
        return (found, found ? $"is on PATH; {use}" : $"is not on PATH; {use}");
    }
}
