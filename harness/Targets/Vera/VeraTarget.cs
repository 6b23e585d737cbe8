using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Targets.Vera;

/// <summary>Runs cases on a real Vera, any release, with its own collector.</summary>
/// <remarks>
/// In this process each collection of a schedule takes place where it says, and the heap is looked at. On Vera's own
/// host an eager schedule is <c>VERA_EAGER_GC</c>; every other one runs naturally, as Vera collects when its heap is
/// full or always. A watcher is shown what was seen after the run. Documents are compared with the project's own
/// parsers first: a case that parses one which Vera reads in another way is unsupported.
/// </remarks>
internal sealed partial class VeraTarget : IBatchTarget, IDisposable
{
    private readonly ProgramRunner[] compilers;
    private readonly DocumentCheck documents;
    private readonly CasePrograms? programs;
    private readonly CompilingAhead? ahead;
    private readonly Dictionary<StressCase, Execution> prefetched = [];

    /// <param name="python">A Python that can import vera.</param>
    /// <param name="parseDocument">The literal tree of a document, or null if it does not parse.</param>
    /// <param name="host">Who runs what that Vera compiles.</param>
    /// <param name="compilersMax">Processes that compile for this one, where cases run in it.</param>
    /// <param name="end">Once this is cancelled, nothing is waited for any more: every call throws.</param>
    /// <exception cref="VeraException">There is no such command, or it has no Vera.</exception>
    /// <exception cref="OperationCanceledException">The end came first.</exception>
    public VeraTarget(
        VeraPython python,
        Func<VeraType, string, Expr?> parseDocument,
        VeraHost host = VeraHost.Python,
        int compilersMax = 1,
        CancellationToken end = default)
    {
        programs = host == VeraHost.Python ? null : new();
        compilers = [.. Enumerable.Range(0, programs is null ? 1 : compilersMax)
            .Select(_ => new ProgramRunner(python, end))];
        ahead = programs is null ? null : new(compilers, programs);
        documents = new DocumentCheck(
            probes => programs is null
                ? Runner.Run(probes, eager: false)
                : RunEach(probes, probe => programs.Run(probe, swaps: false)),
            parseDocument);
        try
        {
            (Version, Package, Interpreter) = (Runner.Version, Runner.Package, Runner.Interpreter);
        }
        catch
        {
            Array.ForEach(compilers, compiler => compiler.Dispose());
            throw;
        }
    }

    /// <summary>The compiler that runs programs too, and tells of its Vera.</summary>
    private ProgramRunner Runner => compilers[0];

    /// <summary>Whether our own collector is in the place of Vera's; in this process only.</summary>
    public bool SwapsCollector { get; set; }

    public VeraVersion Version { get; }

    /// <summary>How the last process ended that died or hung; null: none did.</summary>
    public string? LastEnding => compilers.Select(compiler => compiler.LastEnding).FirstOrDefault(e => e is not null);

    /// <summary>The folder of the package that answers.</summary>
    public string Package { get; }

    /// <summary>The interpreter that runs it.</summary>
    public string Interpreter { get; }

    public int HeapStart => VeraLimits.HeapStartOf(Version);

    public bool CollectsAtPoints => programs is not null;

    public bool LiesAlike => false;

    public CancellationToken Stop
    {
        set => Array.ForEach(compilers, compiler => compiler.Stop.Now = value);
    }

    /// <summary>
    /// Runs cases as few programs; until the next time, <see cref="Run"/> answers from that. In this process they are
    /// only compiled, while they run one by one.
    /// </summary>
    public void Prefetch(IReadOnlyList<StressCase> cases)
    {
        if (ahead is not null)
        {
            ahead.Turn([.. documents.ProbesOf(cases), .. cases]);
            Compile(cases);
            documents.Prepare(cases);
            ahead.Add(cases.Where(one => WhyNot(one) is null));
            return;
        }

        prefetched.Clear();
        var runs = RunMany(cases);
        for (var i = 0; i < runs.Length; i++)
        {
            prefetched[cases[i]] = runs[i];
        }
    }

    /// <summary>Has cases compiled that may be run next, if a compiler would be idle otherwise.</summary>
    /// <remarks>If there is but one, whoever needs other cases then would wait for what it has begun.</remarks>
    public void Announce(IReadOnlyList<StressCase> cases)
    {
        if (compilers.Length > 1)
        {
            Compile(cases);
        }
    }

    /// <summary>Runs each case; several are compiled as one program, which is much faster than one by one.</summary>
    public Execution[] RunMany(IReadOnlyList<StressCase> cases) =>
        RunMany(cases, programs is null ? RunThere : chosen => RunHere(chosen, SwapsCollector));

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
    public VeraProgram? ProgramOf(StressCase stressCase, bool padded) => VeraProgram.Of(Runner, stressCase, padded);

    /// <summary>Shows a watcher what a run printed, once it is over.</summary>
    internal static Execution Shown(Execution execution, IWatcher? watcher)
    {
        // A block that was damaged was so before anything came of it; what is left over harms nothing by itself.
        var damage = execution.Damage;
        var isLeft = damage is { Kind: BrokenRule.Balance or BrokenRule.Retention };
        if (damage is not null && !isLeft)
        {
            watcher?.Damaged(damage, execution.Site);
        }

        for (var i = 0; watcher is not null && i < execution.Observations.Count; i++)
        {
            watcher.Observed(execution.Observations.KeyAt(i), execution.Observations.TextAt(i));
            if (watcher.Stopped)
            {
                return execution with { Outcome = new Outcome.Stopped() };
            }
        }

        if (isLeft && execution.Outcome is Outcome.Completed)
        {
            watcher?.Damaged(damage!, execution.Site);
        }

        return execution;
    }

    public void Dispose()
    {
        ahead?.Dispose();
        node?.Dispose();
        Array.ForEach(compilers, compiler => compiler.Dispose());
        programs?.Dispose();
    }

    /// <summary>Runs each case that is supported in one of the ways.</summary>
    private Execution[] RunMany(IReadOnlyList<StressCase> cases, Func<StressCase[], CaseRun[]> run)
    {
        documents.Prepare(cases);
        var executions = new Execution[cases.Count];
        var supported = new List<int>();
        for (var i = 0; i < cases.Count; i++)
        {
            if (WhyNot(cases[i]) is { } reason)
            {
                executions[i] = ExecutionOf(cases[i], CaseRun.Unsupported(reason));
                continue;
            }

            supported.Add(i);
        }

        StressCase[] chosen = [.. supported.Select(i => cases[i])];
        var runs = run(chosen);
        for (var i = 0; i < runs.Length; i++)
        {
            executions[supported[i]] = ExecutionOf(chosen[i], runs[i]);
        }

        return executions;
    }

    private CaseRun[] RunThere(StressCase[] cases)
    {
        ahead?.Rest();
        var runs = new CaseRun[cases.Length];
        foreach (var group in Enumerable.Range(0, cases.Length)
            .GroupBy(i => (IsEager: cases[i].Schedule is CollectionSchedule.Eager, cases[i].Tables.Start))
            .OrderBy(group => group.Key))
        {
            foreach (var (i, run) in group.Zip(Runner.Run([.. group.Select(i => cases[i])], group.Key.IsEager)))
            {
                runs[i] = run;
            }
        }

        return runs;
    }

    /// <summary>Does not wait for what is not known yet of documents: that is compiled first.</summary>
    private void Compile(IReadOnlyList<StressCase> cases)
    {
        ahead!.Add(documents.ProbesOf(cases));
        ahead.Add(cases.Where(one => documents.Knows(one) && WhyNot(one) is null));
    }

    private CaseRun[] RunHere(StressCase[] cases, bool swaps) =>
        RunEach(cases, one => programs!.Run(one, swaps));

    /// <summary>Runs what is compiled here and needs no compiler to run.</summary>
    private CaseRun[] RunEach(StressCase[] cases, Func<StressCase, CaseRun> run)
    {
        ahead!.Add(cases);
        var runs = new CaseRun[cases.Length];
        for (var i = 0; i < cases.Length; i++)
        {
            Runner.Stop.Either.ThrowIfCancellationRequested();
            ahead.Need(cases[i]);
            runs[i] = run(cases[i]);
        }

        programs!.Trim();
        return runs;
    }

    private string? WhyNot(StressCase stressCase) =>
        VeraSupport.WhyNot(stressCase, Version) ?? documents.WhyNot(stressCase);

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
            Ending.Trapped => new Outcome.Trapped(next, new(
                run.IsInvalid ? TrapReason.InvalidModule : TrapReason.Vera, run.Reason)),
            Ending.LimitHit => new Outcome.LimitHit(next, run.Reason),
            _ => new Outcome.Unsupported(run.Reason),
        };
        var bytes = (int)Math.Clamp(run.GuestBytes - VeraLimits.HeapStart, 0, int.MaxValue);
        var stats = new RunStats(run.Allocations, run.Collections, 0, bytes, run.Fuel)
        {
            GarbageBytes = stressCase.Ops.Sum(Garbage),
        };
        return new(outcome, observations, new Transcript(), stats)
        {
            Damage = run.Damage,
            Site = run.Site,
            UnrootedIn = run.UnrootedIn,
        };
    }

    /// <summary>What an op churns: payloads, headers and what rounding adds.</summary>
    private static long Garbage(Op op) => op is Op.Churn churn
        ? (long)churn.Count * VeraLimits.ChurnScale * ((churn.Bytes + VeraLimits.HeaderBytes + 7) / 8 * 8)
        : 0;
}
