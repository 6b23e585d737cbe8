using System.Runtime.InteropServices;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>Runs a case on the model and on a target, and asks the oracles.</summary>
/// <remarks>Belongs to one thread, as its targets do. Exceptions of either target are ours, and surface.</remarks>
public sealed class Judge
{
    private readonly ITarget target;
    private readonly ITarget model;
    private readonly OracleWatch watch;
    private readonly OracleSet oracles;
    private Judge[]? alone;

    /// <param name="target">What is judged.</param>
    /// <param name="model">What it must agree with; another object than the target.</param>
    /// <param name="oracles">The claims that are checked.</param>
    public Judge(ITarget target, ITarget model, OracleSet oracles)
    {
        // A target's texts die with its next run, so a target cannot be its own model.
        if (ReferenceEquals(target, model))
        {
            throw new ArgumentException("a target cannot be judged by itself", nameof(model));
        }

        (this.target, this.model, this.oracles, watch) = (target, model, oracles, new OracleWatch(oracles));
    }

    /// <summary>What the model did in the last <see cref="Try"/>; valid until the next one.</summary>
    public Execution? LastExpected { get; private set; }

    /// <summary>What the target did in the last <see cref="Try"/>, if it ran; valid until the next one.</summary>
    public Execution? LastSeen { get; private set; }

    /// <summary>What the target did in the last <see cref="Try"/>, in numbers.</summary>
    public RunStats LastStats => LastSeen?.Stats ?? default;

    /// <summary>How many ops of the last run ended; 0 if the target's heap is out of sight.</summary>
    public int LastOpsRun => LastSeen is null ? 0 : watch.OpsRun;

    /// <summary>The ops of the last run in which collections took place, ascending.</summary>
    public ReadOnlySpan<int> LastCollections => LastSeen is null ? [] : CollectionsMarshal.AsSpan(watch.Collections);

    /// <summary>Whether runs are measured at their end, for <see cref="LastHeld"/>: one more collection each.</summary>
    public bool Measures
    {
        get => watch.Measures;
        set => watch.Measures = value;
    }

    /// <summary>What the last run held in the end, if it passed and was measured.</summary>
    public HeldBytes LastHeld => watch.Held;

    /// <summary>Whether the target collects where a schedule says.</summary>
    public bool CollectsAtPoints => target.CollectsAtPoints;

    /// <summary>Once this is cancelled, a target that takes its time gives up.</summary>
    public CancellationToken Stop
    {
        set
        {
            if (target is IBatchTarget batch)
            {
                batch.Stop = value;
            }
        }
    }

    /// <summary>Lets a target that likes many cases at once carry these out before they are judged.</summary>
    public void Prefetch(IReadOnlyList<StressCase> cases) => (target as IBatchTarget)?.Prefetch(cases);

    /// <summary>The verdict on one run of the case, and a fingerprint of what it let us see.</summary>
    internal Verdict TryWithPrint(StressCase stressCase, out RunPrint print)
    {
        watch.TakesPrint = true;
        try
        {
            var verdict = Try(stressCase);
            print = watch.Print;
            return verdict;
        }
        finally
        {
            watch.TakesPrint = false;
        }
    }

    /// <summary>What each oracle finds when it is asked alone, so that none stops a run before another.</summary>
    public IEnumerable<Verdict.Fail> TryEach(StressCase stressCase)
    {
        alone ??= [.. Enum.GetValues<OracleSet>()
            .Where(o => int.IsPow2((int)o) && oracles.HasFlag(o))
            .Select(o => new Judge(target, model, o))];
        return alone.Select(judge => judge.Try(stressCase)).OfType<Verdict.Fail>();
    }

    /// <summary>The verdict on one run of the case.</summary>
    /// <exception cref="OperationCanceledException">The target was told to stop.</exception>
    public Verdict Try(StressCase stressCase)
    {
        LastSeen = null;
        LastExpected = model.Run(stressCase);
        switch (LastExpected.Outcome)
        {
            case Outcome.Completed:
                watch.Begin(stressCase, LastExpected);
                LastSeen = target.Run(stressCase, watch);
                var verdict = watch.Conclude(LastSeen.Outcome);
                return verdict is Verdict.Pass && oracles.HasFlag(OracleSet.Retention)
                    ? HeapGrowth.Of(stressCase, LastStats) ?? verdict
                    : verdict;
            case Outcome.LimitHit limit:
                return new Verdict.Inconclusive($"the model's limit in op {limit.Op}: {limit.Limit}");
            default:
                throw new InvalidOperationException($"the model did not complete: {LastExpected.Outcome}");
        }
    }
}
