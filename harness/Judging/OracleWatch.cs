using System.Diagnostics;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Growth;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>Shows a run to the oracles and keeps the first failure in time.</summary>
/// <remarks>
/// What comes after the first failure is its consequence more often than not, so the run may end there.
/// </remarks>
internal sealed class OracleWatch(OracleSet oracles) : IWatcher
{
    private readonly Oracle[] enabled = Choose(oracles);

    /// <summary>The op that runs now; events of the heap do not name theirs.</summary>
    private int currentOp;

    private readonly CanonicalWriter writer = new();
    private int lastOp;

    /// <summary>The ops of this run in which collections took place, ascending.</summary>
    private readonly List<int> collectingOps = [];

    private Effort effort;
    private int opsRun;
    private RunPrint print = RunPrint.Empty;
    private HeldBytes held;

    /// <summary>The first failure of this run so far.</summary>
    public Verdict.Fail? Failure { get; private set; }

    /// <summary>Whether this run is measured at its end.</summary>
    public bool Measures => (effort & Effort.Held) != 0;

    /// <summary>Whether the features of this run are asked for.</summary>
    public bool CountsFeatures => (effort & Effort.Features) != 0;

    private bool TakesPrint => (effort & Effort.Print) != 0;

    public bool Stopped => Failure is not null;

    /// <summary>A run of the case begins, of which the model expects this much.</summary>
    public void Begin(StressCase stressCase, Execution expected, Effort asked = Effort.Usual)
    {
        (Failure, currentOp, print, held, opsRun) = (null, 0, RunPrint.Empty, default, 0);
        effort = asked;
        collectingOps.Clear();
        lastOp = Math.Max(0, stressCase.Ops.Length - 1);
        foreach (var oracle in enabled)
        {
            oracle.Begin(stressCase, expected);
        }
    }

    public void Observed(int op, ReadOnlySpan<byte> text)
    {
        currentOp = op;
        print = TakesPrint ? print.With(op, text) : print;
        for (var i = 0; i < enabled.Length && Failure is null; i++)
        {
            Failure = enabled[i].Observed(op, text);
        }
    }

    public void Damaged(HeapDamage damage, string site)
    {
        for (var i = 0; i < enabled.Length && Failure is null; i++)
        {
            Failure = enabled[i].Damaged(currentOp, damage, site);
        }
    }

    public void Collecting(in HeapView heap)
    {
        for (var i = 0; i < enabled.Length && Failure is null; i++)
        {
            enabled[i].Collecting(heap);
        }
    }

    public void Collected(in HeapView heap)
    {
        for (var i = 0; i < enabled.Length && Failure is null; i++)
        {
            Failure = enabled[i].Collected(currentOp, heap);
        }
    }

    public void OutOfRoom(in HeapView heap)
    {
        for (var i = 0; i < enabled.Length && Failure is null; i++)
        {
            Failure = enabled[i].OutOfRoom(currentOp, heap);
        }
    }

    public void Stepped(int op, int collections, ILocals locals)
    {
        for (var i = 0; i < enabled.Length && Failure is null; i++)
        {
            Failure = enabled[i].Stepped(op, collections, locals);
        }

        print = TakesPrint && op == lastOp && Failure is null ? print.With(locals, writer) : print;
        currentOp = opsRun = op + 1;
        if (collections > 0)
        {
            collectingOps.Add(op);
        }
    }

    public void Releasing(in HeapView heap)
    {
        for (var i = 0; i < enabled.Length && Failure is null; i++)
        {
            Failure = enabled[i].Releasing(lastOp, heap);
        }
    }

    public void Settled(in HeapView heap, long reachedBytes) => held = new(MarkedBlocks.Bytes(heap), reachedBytes);

    public void Released(in HeapView heap, int hostEntries)
    {
        for (var i = 0; i < enabled.Length && Failure is null; i++)
        {
            Failure = enabled[i].Released(lastOp, heap, hostEntries);
        }
    }

    /// <summary>What came of a run; its observations are left out.</summary>
    public Judgement Conclude(StressCase stressCase, Execution seen)
    {
        var verdict = Conclude(seen.Outcome);
        if (verdict is Verdict.Fail failure)
        {
            verdict = failure with { Site = seen.Site, UnrootedIn = seen.UnrootedIn };
        }

        return new(verdict is Verdict.Pass && oracles.HasFlag(OracleSet.Retention)
            ? HeapGrowth.Of(stressCase, seen.Stats) ?? verdict
            : verdict)
        {
            Outcome = seen.Outcome,
            Stats = seen.Stats,
            OpsRun = opsRun,
            Collections = [.. collectingOps],
            Held = held,
            Features = seen.Features,
            Print = print,
        };
    }

    /// <summary>The verdict on a run that ended like this.</summary>
    public Verdict Conclude(Outcome outcome)
    {
        for (var i = 0; i < enabled.Length && Failure is null; i++)
        {
            Failure = enabled[i].Ended(outcome);
        }

        return (Verdict?)Failure ?? outcome switch
        {
            Outcome.Completed => new Verdict.Pass(),
            Outcome.LimitHit limit => new Verdict.Inconclusive($"limit in op {limit.Op}: {limit.Limit}"),
            Outcome.Trapped trap => new Verdict.Inconclusive(
                $"trapped in op {trap.Op}: {trap.Why}; termination is not judged"),
            Outcome.Unsupported unsupported => new Verdict.Unsupported(unsupported.Reason),
            Outcome.Stopped => throw new InvalidOperationException("the target stopped, but was not asked to"),
            _ => throw new UnreachableException($"no verdict on {outcome}"),
        };
    }

    private static Oracle[] Choose(OracleSet oracles)
    {
        var chosen = new List<Oracle>();
        AddIf(OracleSet.Integrity, new IntegrityOracle());
        AddIf(OracleSet.Agreement, new AgreementOracle());
        AddIf(OracleSet.Reachability, new ReachabilityOracle());
        if ((oracles & (OracleSet.Reachability | OracleSet.Retention)) != 0)
        {
            chosen.Add(new MarkOracle(oracles));
        }

        AddIf(OracleSet.Retention, new RetentionOracle());
        AddIf(OracleSet.Termination, new TerminationOracle());
        AddIf(OracleSet.Stack, new StackOracle());
        return [.. chosen];

        void AddIf(OracleSet flag, Oracle oracle)
        {
            if (oracles.HasFlag(flag))
            {
                chosen.Add(oracle);
            }
        }
    }
}
