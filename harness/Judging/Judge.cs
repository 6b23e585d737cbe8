using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>Runs a case on the model and on a target, and asks the oracles.</summary>
/// <remarks>
/// Belongs to one thread, as its targets do, and remembers nothing of a case. Exceptions of either target are ours, and
/// surface.
/// </remarks>
public sealed class Judge
{
    private readonly ITarget target;
    private readonly ITarget model;
    private readonly OracleWatch watch;
    private readonly Lazy<OracleWatch[]> alone;

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

        (this.target, this.model, watch) = (target, model, new OracleWatch(oracles));
        alone = new(() => [.. Enum.GetValues<OracleSet>()
            .Where(o => int.IsPow2((int)o) && oracles.HasFlag(o))
            .Select(o => new OracleWatch(o))]);
    }

    /// <summary>Whether the target collects where a schedule says.</summary>
    public bool CollectsAtPoints => target.CollectsAtPoints;

    /// <summary>Whether runs of one case may be compared to the letter.</summary>
    public bool LiesAlike => target.LiesAlike;

    /// <summary>Lets a target that likes many cases at once carry these out before they are judged.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public void Prefetch(IReadOnlyList<StressCase> cases, CancellationToken stop = default)
    {
        if (target is IBatchTarget batch)
        {
            batch.Stop = stop;
            batch.Prefetch(cases);
        }
    }

    /// <summary>Tells such a target of what may come after those cases.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public void Announce(IReadOnlyList<StressCase> cases, CancellationToken stop = default)
    {
        if (target is IBatchTarget batch)
        {
            batch.Stop = stop;
            batch.Announce(cases);
        }
    }

    /// <summary>One run of the case.</summary>
    /// <param name="stressCase">The case.</param>
    /// <param name="effort">What is asked for besides the verdict.</param>
    /// <param name="stop">Once this is cancelled, no run begins, and a target that takes its time gives up.</param>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public Judgement Try(
        StressCase stressCase, Effort effort = Effort.Usual, CancellationToken stop = default) =>
        Try(stressCase, watch, effort, stop);

    /// <summary>What each oracle finds when it is asked alone, so that none stops a run before another.</summary>
    public IEnumerable<Verdict.Fail> TryEach(StressCase stressCase, CancellationToken stop = default) =>
        alone.Value.Select(one => Try(stressCase, one, Effort.Usual, stop).Verdict).OfType<Verdict.Fail>();

    private Judgement Try(StressCase stressCase, OracleWatch oracles, Effort effort, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var expected = model.Run(stressCase);
        if (expected.Outcome is not Outcome.Completed)
        {
            return new(expected.Outcome is Outcome.LimitHit limit
                ? new Verdict.Inconclusive($"the model's limit in op {limit.Op}: {limit.Limit}")
                : throw new InvalidOperationException($"the model did not complete: {expected.Outcome}"))
            {
                BeyondModel = (expected.Outcome as Outcome.LimitHit)?.Op,
            };
        }

        if (target is IBatchTarget batch)
        {
            batch.Stop = stop;
        }

        oracles.Begin(stressCase, expected, effort);
        var seen = target.Run(stressCase, oracles);
        var judgement = oracles.Conclude(stressCase, seen);
        return (effort & Effort.Observations) == 0 ? judgement : judgement with
        {
            Expected = expected.Observations.Copied(),
            Seen = seen.Observations.Copied(),
        };
    }
}
