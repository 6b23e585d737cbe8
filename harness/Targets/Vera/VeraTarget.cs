using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera;

/// <summary>Runs cases on a real Vera, any release, with its own collector.</summary>
/// <remarks>
/// An eager schedule is <c>VERA_EAGER_GC</c>; every other one runs naturally, as Vera collects when its heap is full
/// or always. A watcher is shown observations only, after the run. Documents are compared with the project's own
/// parsers first: a case that parses one which Vera reads in another way is unsupported.
/// </remarks>
internal sealed class VeraTarget : IBatchTarget, IDisposable
{
    private readonly ProgramRunner runner;
    private readonly DocumentCheck documents;
    private readonly Dictionary<StressCase, Execution> prefetched = [];

    /// <param name="python">The command of a Python that can import vera.</param>
    /// <param name="parseDocument">The literal tree of a document, or null if it does not parse.</param>
    /// <param name="host">Who runs what that Vera compiles.</param>
    /// <param name="end">Once this is cancelled, nothing is waited for any more: every call throws.</param>
    /// <exception cref="VeraException">There is no such command, or it has no Vera.</exception>
    /// <exception cref="OperationCanceledException">The end came first.</exception>
    public VeraTarget(
        string python,
        Func<VeraType, string, Expr?> parseDocument,
        VeraHost host = VeraHost.Python,
        CancellationToken end = default)
    {
        runner = new ProgramRunner(python, host, end);
        documents = new DocumentCheck(runner, parseDocument);
        try
        {
            (Version, Package) = (runner.Version, runner.Package);
        }
        catch
        {
            runner.Dispose();
            throw;
        }
    }

    public VeraVersion Version { get; }

    /// <summary>The folder of the package that answers.</summary>
    public string Package { get; }

    public int HeapStart => VeraLimits.HeapStart;

    public bool CollectsAtPoints => false;

    public CancellationToken Stop
    {
        set => runner.Stop.Now = value;
    }

    /// <summary>Runs cases as few programs; until the next time, <see cref="Run"/> answers from that.</summary>
    public void Prefetch(IReadOnlyList<StressCase> cases)
    {
        prefetched.Clear();
        var runs = RunMany(cases);
        for (var i = 0; i < runs.Length; i++)
        {
            prefetched[cases[i]] = runs[i];
        }
    }

    /// <summary>Runs each case; several are compiled as one program, which is much faster than one by one.</summary>
    public Execution[] RunMany(IReadOnlyList<StressCase> cases)
    {
        var executions = new Execution[cases.Count];
        foreach (var eager in (bool[])[false, true])
        {
            var chosen = new List<int>();
            for (var i = 0; i < cases.Count; i++)
            {
                if (eager == cases[i].Schedule is CollectionSchedule.Eager)
                {
                    chosen.Add(i);
                }
            }

            RunAll(cases, chosen, eager, executions);
        }

        return executions;
    }

    public Execution Run(StressCase stressCase, IWatcher? watcher = null)
    {
        if (!prefetched.TryGetValue(stressCase, out var execution))
        {
            execution = RunMany([stressCase])[0];
        }

        return Shown(execution, watcher);
    }

    /// <summary>The case as a program of its own; null if the compiler refuses it.</summary>
    /// <param name="stressCase">A case that this release supports.</param>
    /// <param name="padded">Whether the heap is to begin where it does in campaigns, behind a long literal.</param>
    public VeraProgram? ProgramOf(StressCase stressCase, bool padded) => VeraProgram.Of(runner, stressCase, padded);

    /// <summary>Shows a watcher what a run printed, once it is over.</summary>
    internal static Execution Shown(Execution execution, IWatcher? watcher)
    {
        for (var i = 0; watcher is not null && i < execution.Observations.Count; i++)
        {
            watcher.Observed(execution.Observations.KeyAt(i), execution.Observations.TextAt(i));
            if (watcher.Stopped)
            {
                return execution with { Outcome = new Outcome.Stopped() };
            }
        }

        return execution;
    }

    public void Dispose() => runner.Dispose();

    private void RunAll(IReadOnlyList<StressCase> cases, List<int> chosen, bool eager, Execution[] executions)
    {
        documents.Prepare(chosen.Select(i => cases[i]));
        var supported = new List<int>();
        foreach (var i in chosen)
        {
            if ((VeraSupport.WhyNot(cases[i], Version) ?? documents.WhyNot(cases[i])) is { } reason)
            {
                executions[i] = ExecutionOf(cases[i], CaseRun.Unsupported(reason));
                continue;
            }

            supported.Add(i);
        }

        var runs = runner.Run(supported.Select(i => cases[i]).ToArray(), eager);
        for (var i = 0; i < runs.Length; i++)
        {
            executions[supported[i]] = ExecutionOf(cases[supported[i]], runs[i]);
        }
    }

    internal static Execution ExecutionOf(StressCase stressCase, CaseRun run)
    {
        var observations = new Transcript();
        var shown = new ShownText(run.Output);
        var next = 0;
        while (shown.Next(observations) is { } op)
        {
            next = Math.Max(next, Math.Min(op, stressCase.Ops.Length - 1) + 1);
        }

        // Where it ended is not known; it was after the last observation.
        next = Math.Min(next, Math.Max(0, stressCase.Ops.Length - 1));
        Outcome outcome = run.Ending switch
        {
            Ending.Completed => new Outcome.Completed(),
            Ending.Trapped => new Outcome.Trapped(next, new(TrapReason.Vera, run.Reason)),
            Ending.LimitHit => new Outcome.LimitHit(next, run.Reason),
            _ => new Outcome.Unsupported(run.Reason),
        };
        var bytes = (int)Math.Clamp(run.GuestBytes - VeraLimits.HeapStart, 0, int.MaxValue);
        var stats = new RunStats(0, 0, 0, bytes, 0) { GarbageBytes = stressCase.Ops.Sum(Garbage) };
        return new(outcome, observations, new Transcript(), stats);
    }

    /// <summary>What an op churns: payloads, headers and what rounding adds.</summary>
    private static long Garbage(Op op) => op is Op.Churn churn
        ? (long)churn.Count * VeraLimits.ChurnScale * ((churn.Bytes + VeraLimits.HeaderBytes + 7) / 8 * 8)
        : 0;
}
