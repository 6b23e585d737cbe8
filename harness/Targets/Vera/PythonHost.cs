using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Targets.Vera;

/// <summary>A real Vera that compiles programs, and runs edited modules of the last one on its own host.</summary>
/// <remarks>A process that dies or hangs is replaced, and the program compiled once more in the new one.</remarks>
internal sealed class PythonHost : IModuleHost
{
    private readonly VeraPython python;
    private VeraWorker? worker;
    private (string Source, string? Path) last = ("", null);

    private PythonHost(VeraPython python) => this.python = python;

    public string Name => "python";

    /// <summary>The release.</summary>
    public VeraVersion Version => Worker().Version;

    /// <summary>The folder of the package that runs.</summary>
    public string Package => Worker().Package;

    /// <summary>Once this is cancelled, every call throws.</summary>
    public CancellationToken Stop { get; set; }

    /// <summary>How long an answer is waited for: that one run is over, or a program compiled.</summary>
    public TimeSpan Deadline { get; set; } = VeraLimits.Deadline;

    /// <summary>Opens the Vera that a command leads to.</summary>
    /// <param name="command">A Python, or the <c>vera</c> command of an installation; null to look for one.</param>
    /// <param name="end">Once this is cancelled, nothing is waited for any more.</param>
    /// <exception cref="VeraException">There is none.</exception>
    public static PythonHost Open(string? command, CancellationToken end = default) =>
        VeraCommand.Find(command, python => Started(python, end), end);

    private static PythonHost Started(VeraPython python, CancellationToken end)
    {
        var host = new PythonHost(python) { Stop = end };
        try
        {
            _ = host.Version;
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Compiles a program and does no more.</summary>
    /// <param name="source">The program.</param>
    /// <param name="path">Its file, beside which its imports are.</param>
    /// <param name="rejected">Why it is none, in one line.</param>
    public CompiledProgram? Compile(string source, string? path, out string rejected)
    {
        last = (source, path);
        return Compile(Worker(), out rejected);
    }

    public IReadOnlyList<ModuleRun> Run(string module, ModuleCall call, IReadOnlyList<CollectionPlan> plans)
    {
        var runs = new List<ModuleRun>(plans.Count);
        while (runs.Count < plans.Count)
        {
            if (worker is null && Compile(Worker(), out var rejected) is null)
            {
                return [.. runs, .. plans.Skip(runs.Count).Select(_ => Unsupported(rejected))];
            }

            Worker().SendEdited(new EditedRequest(
                module, call.Function, call.Arguments, call.Input, [.. plans.Skip(runs.Count)], VeraLimits.OutputChars,
                VeraLimits.RunSeconds));
            Collect(runs, plans.Count);
        }

        return runs;
    }

    public void Dispose() => End();

    /// <summary>Takes the answers; where one does not come, that run is lost and the process replaced.</summary>
    private void Collect(List<ModuleRun> runs, int count)
    {
        for (var answer = Receive(); answer?.Done != true; answer = Receive())
        {
            if (answer?.Function is null || runs.Count == count)
            {
                var ended = worker!.HasEnded();
                runs.Add(new(ended ? RunEnding.Trapped : RunEnding.LimitHit, ended ? worker.Ending! : NoAnswer, ""));
                End();
                return;
            }

            runs.Add(answer.ToModuleRun());
        }

        if (runs.Count < count)
        {
            runs.Add(Unsupported("the process gave no answer for a run"));
        }
    }

    private string NoAnswer => $"no answer within {Deadline.TotalSeconds} s";

    private static ModuleRun Unsupported(string reason) => new(RunEnding.Unsupported, reason, "");

    private CompiledProgram? Compile(VeraWorker process, out string rejected)
    {
        process.SendProgram(new CompileRequest(last.Source, last.Path));
        var answer = Receive();
        rejected = answer?.Rejected ?? (answer is null ? NoAnswer : "the process wrote something that is no answer");
        if ((answer?.Wat ?? answer?.Rejected) is not null && Receive() is { Done: true })
        {
            return answer!.Wat is { } wat
                ? new(wat, answer.Exports ?? [], answer.Parameters ?? Parameterless, answer.Texts ?? [])
                {
                    LeftOut = answer.LeftOut ?? [],
                }
                : null;
        }

        End();
        return null;
    }

    private static readonly Dictionary<string, IReadOnlyList<string>> Parameterless = [];

    private WorkerAnswer? Receive() => worker!.Receive(Deadline, End, Stop);

    private VeraWorker Worker() => worker ??= VeraWorker.Start(python, Stop);

    private void End()
    {
        worker?.Dispose();
        worker = null;
    }
}
