using Vera.GcStress.Files;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Own.Wasm;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Targets.Vera;

/// <summary>Runs edited modules on Vera's own JavaScript runtime, in Node; the heap is not looked at.</summary>
/// <remarks>
/// A runtime is loaded anew for each run and never let go of, so the process is replaced from time to time; and
/// whenever it dies or hangs.
/// </remarks>
internal sealed class NodeHost : IModuleHost
{
    private const int RunsPerProcess = 200;
    private const string Command = "node";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2 * VeraLimits.RunSeconds);

    private readonly string runtime;
    private VeraWorker? worker;
    private int runs;

    private NodeHost(string runtime) => this.runtime = runtime;

    /// <summary>As options spell it.</summary>
    public const string NodeName = "node";

    /// <summary>Why a function is not run on it.</summary>
    public const string TakesNoText = "a string as an argument, which Vera's JavaScript host does not take";

    public string Name => NodeName;

    /// <summary>Once this is cancelled, every call throws.</summary>
    public CancellationToken Stop { get; set; }

    /// <summary>Opens the runtime that lies in a Vera's package.</summary>
    /// <param name="package">The folder of the package.</param>
    /// <param name="stop">Once this is cancelled, nothing is waited for any more.</param>
    /// <exception cref="VeraException">There is no such runtime, or no Node.</exception>
    public static NodeHost Open(string package, CancellationToken stop)
    {
        var runtime = Path.Combine(package, "browser", "runtime.mjs");
        if (!PlainFile.Exists(runtime))
        {
            throw new VeraException($"the Vera has no JavaScript runtime: there is no {runtime}");
        }

        var host = new NodeHost(runtime) { Stop = stop };
        host.worker = VeraWorker.StartNode(Command, runtime, stop);
        return host;
    }

    public IReadOnlyList<ModuleRun> Run(string module, ModuleCall call, IReadOnlyList<CollectionPlan> plans)
    {
        if (call.TakesPair)
        {
            return [.. plans.Select(_ => new ModuleRun(RunEnding.Unsupported, TakesNoText, ""))];
        }

        var results = new List<ModuleRun>(plans.Count);
        try
        {
            var binary = Convert.ToBase64String(WasmModule.Binary(module));
            while (results.Count < plans.Count)
            {
                Worker().SendEdited(new EditedRequest(
                    binary, call.Function, call.Arguments, call.Input, [.. plans.Skip(results.Count)],
                    VeraLimits.OutputChars, VeraLimits.RunSeconds));
                Collect(results, plans.Count);
            }
        }
        catch (WasmException e)
        {
            return [.. plans.Select(_ => new ModuleRun(RunEnding.Unsupported, e.Message, ""))];
        }

        return results;
    }

    public void Dispose() => End();

    /// <summary>Takes the answers; where one does not come, that run is lost and the process replaced.</summary>
    private void Collect(List<ModuleRun> results, int count)
    {
        for (var answer = Receive(); answer?.Done != true; answer = Receive())
        {
            if (answer?.Function is null || results.Count == count)
            {
                var ended = worker!.HasEnded();
                results.Add(ended
                    ? new(RunEnding.Trapped, worker!.Ending!, "") { Trap = "died" }
                    : new(RunEnding.LimitHit, $"no answer within {Deadline.TotalSeconds} s", ""));
                End();
                return;
            }

            runs++;
            results.Add(answer.ToModuleRun());
        }
    }

    private WorkerAnswer? Receive() => worker!.Receive(Deadline, End, Stop);

    private VeraWorker Worker()
    {
        if (runs >= RunsPerProcess)
        {
            End();
        }

        return worker ??= VeraWorker.StartNode(Command, runtime, Stop);
    }

    private void End()
    {
        worker?.Dispose();
        (worker, runs) = (null, 0);
    }
}
