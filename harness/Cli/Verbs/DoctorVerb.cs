using System.CommandLine;
using System.Diagnostics;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Reporting;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>doctor</c>: what this machine offers, one line each; nothing is written.</summary>
internal static class DoctorVerb
{
    private static readonly string[] VeraCases =
    [
        "$0: Set<Int> = {1, 2}\nobserve contains($0, 2)\n",
        "$0: Map<String, Json> = {\"a\": JBool(true)}\nobserve $0\n",
        "$0: Map<Int, Option<Int>> = {1: Some(2)}\nobserve get($0, 1)\n",
        "$0: Set<MdBlock> = call({parse(MdBlock, \"# a\")})\nobserve size($0)\n",
    ];

    private const string VeraCheck = "vera";

    /// <summary>Of programs that a Vera does not run as it should: each tells about what the others do.</summary>
    private const int FailingShown = 2;

    private const string TinyCase = "schedule eager\n$0: Set<String> = {\"a\"}\nobserve contains($0, \"a\")\n";

    public static Command Create() =>
        new Command(
            "doctor",
            "Say what this machine offers, and whether the harness works on it. Exit code 1 if the Vera named is none.")
        {
            Options.Vera,
        }
        .Does((parsed, invocation) => Run(new VeraFinder(parsed.ReadPath(Options.Vera), invocation.Stop), invocation));

    private static ExitCode Run(VeraFinder vera, Invocation invocation)
    {
        var found = ExitCode.Clean;
        foreach (var (name, look) in Checks(vera, invocation.Stop))
        {
            invocation.Screen.Doing($"looking at {name}");
            var (ok, what) = Attempt(look);
            invocation.Screen.Out.WriteLine($"{(ok ? "ok" : "not ok"),-8} {name}: {what}");
            if (invocation.Stop.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }

            found = !ok && name == VeraCheck && (vera.IsNamed || VeraCommand.IsInEnvironment) ? ExitCode.Found : found;
        }

        return found;
    }

    private static IEnumerable<(string Name, Func<(bool Ok, string What)> Look)> Checks(
        VeraFinder vera, CancellationToken stop) =>
    [
        ("vera-gcstress", () => (true, ToolVersions.Tool)),
        (".NET", () => (true, $"{Environment.Version}")),
        ("cores", () => (true, $"{Environment.ProcessorCount}")),
        ("Wasmtime", () => (true, $"{ToolVersions.Wasmtime}, its native library loads")),
        ("heap.wat", HeapCompiles),
        ("a tiny case", TinyCaseRuns),
        ("the canary", () => CanaryIsCaught(stop)),
        ("repro/", () => FolderOfCases("repro", "findings are saved there, below the current folder")),
        ("corpus/", () => FolderOfCases("corpus", "replay --saved runs those of the tool")),
        (VeraCheck, () => VeraRuns(vera, stop)),
    ];

    private static (bool Ok, string What) Attempt(Func<(bool Ok, string What)> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            return (false, UserText.OneLine((e as TypeInitializationException)?.InnerException?.Message ?? e.Message));
        }
    }

    private static (bool Ok, string What) HeapCompiles() =>
        (HeapModule.Load() is not null, $"compiles, and {FaultCatalogue.All.Length} faults can be planted");

    private static (bool Ok, string What) TinyCaseRuns()
    {
        using var rig = HeapRigs.Create(HeapChoice.Default.Options);
        var verdict = rig.TryBothWays(CaseText.Parse(TinyCase));
        return (verdict is Verdict.Pass, $"driven and compiled: {VerdictText.Of(verdict)}");
    }

    private static (bool Ok, string What) CanaryIsCaught(CancellationToken stop)
    {
        var usual = new FuzzOptions();
        var canary = Canary.Catch(usual.Seed, usual.Jobs, usual.Heap.Gc, stop);
        return canary.Finding is { } found
            ? (true, $"caught in case {found.Number}, shrunk to {Numbers.Of(found.Case.Ops.Length, "op")}")
            : (false, "not caught: the known bug of host-store was not found");
    }

    private static (bool Ok, string What) FolderOfCases(string folder, string use) => Directory.Exists(folder)
        ? (true, $"{Numbers.Of(CaseFolder.List([folder]).Count, "case file")}; {use}")
        : (true, $"none here; {use}");

    /// <summary>Cases of every kind of container, of several elements and documents, are compiled and run.</summary>
    private static (bool Ok, string What) VeraRuns(VeraFinder vera, CancellationToken stop)
    {
        if (vera.Choice is not { } choice)
        {
            return (false, $"not named by {VeraCommand.PythonVariable} or --vera, and not on PATH");
        }

        using var rig = choice.NewRig(stop);
        var (tried, failing) = (0, new List<string>());
        var clock = Stopwatch.StartNew();
        CollectionSchedule[] schedules = [new CollectionSchedule.Natural(), new CollectionSchedule.Eager()];
        foreach (var schedule in schedules)
        {
            foreach (var text in VeraCases)
            {
                tried++;
                if (rig.Try(CaseText.Parse(text).With(schedule), stop) is var seen and not Verdict.Pass)
                {
                    failing.Add($"{text.TrimEnd().ReplaceLineEndings(" / ")} ({schedule}): {VerdictText.Of(seen)}");
                }
            }
        }

        var each = clock.Elapsed.TotalMilliseconds / tried;
        return (
            failing.Count == 0,
            $"version {choice.Version}; {tried - failing.Count} of {tried} small programs do what they should, " +
            $"natural and eager, {each:N0} ms each; {UserText.OneLine(choice.Interpreter)} runs " +
            UserText.OneLine(choice.Package) +
            string.Concat(failing.Take(FailingShown).Select(one => $"; fails: {UserText.OneLine(one)}")));
    }
}
