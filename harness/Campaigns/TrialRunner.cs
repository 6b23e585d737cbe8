using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Campaigns;

/// <summary>Runs trials: for each, cases from a few seeds until one fails, and that one shrunk.</summary>
/// <remarks>Trials share nothing, so threads change nothing but the speed.</remarks>
public sealed class TrialRunner(TrialOptions options)
{
    /// <summary>One result a trial, in their order; fewer if it was stopped.</summary>
    /// <param name="trials">The planted bugs.</param>
    /// <param name="progress">Told of each result, from any thread.</param>
    /// <param name="stop">Asks for an early end.</param>
    /// <exception cref="HarnessBrokenException">The harness itself failed on a case.</exception>
    public TrialScore Run(
        IReadOnlyList<Trial> trials, Action<TrialResult>? progress = null, CancellationToken stop = default)
    {
        var clock = Stopwatch.StartNew();
        var results = new TrialResult?[trials.Count];
        var broken = new Exception?[trials.Count];
        var threads = new ParallelOptions { MaxDegreeOfParallelism = options.Jobs };
        Parallel.For(0, trials.Count, threads, place =>
        {
            try
            {
                if (!stop.IsCancellationRequested)
                {
                    results[place] = Result(trials[place], stop);
                    if (results[place] is { } result)
                    {
                        progress?.Invoke(result);
                    }
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                broken[place] = e;
            }
        });
        if (Array.Find(broken, e => e is not null) is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        return new([.. results.OfType<TrialResult>()], clock.Elapsed, stop.IsCancellationRequested);
    }

    /// <summary>What the trial showed; null if it was cut short, for then it showed nothing.</summary>
    private TrialResult? Result(Trial trial, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            return Result(trial, clock, stop);
        }
        catch (Exception e) when (options.CountsBreaks && e is not (OutOfMemoryException or OperationCanceledException))
        {
            return new(trial.Name, [], null, null, clock.Elapsed) { Broken = e.InnerException?.Message ?? e.Message };
        }
    }

    private TrialResult? Result(Trial trial, Stopwatch clock, CancellationToken stop)
    {
        using var rigs = new TrialRigs(trial);
        var runs = new List<TrialRun>();
        var caught = new List<CaseFailure>();
        foreach (var seed in options.Seeds)
        {
            runs.Add(RunOf(trial, seed, rigs, caught, stop));
            if (stop.IsCancellationRequested && runs[^1].Oracle is null)
            {
                return null;
            }
        }

        var shrunk = caught.Take(options.ShrunkMax)
            .Select(found => Shrunk(trial, found, rigs, stop)).ToList();
        return new(
            trial.Name, [.. runs], caught.FirstOrDefault()?.Failure, shrunk.FirstOrDefault()?.Case, clock.Elapsed)
        {
            Signatures = [.. shrunk.Select(found => trial.Signatures.Of(found, rigs.Planted))],
            Texts = [.. shrunk.Select(found => found.Case.ToString())],
        };
    }

    private TrialRun RunOf(
        Trial trial, ulong seed, TrialRigs rigs, List<CaseFailure> caught, CancellationToken stop)
    {
        var judged = 0L;
        for (long number = 0; number < options.CasesMax && !stop.IsCancellationRequested; number++)
        {
            var stressCase = number < options.Cases.Length
                ? options.Cases[(int)number]
                : CaseGenerator.FromSeed(CaseSeed.Of(seed, number), trial.Generation);
            var verdict = rigs.VerdictOf(number, stressCase, stop);
            judged += verdict is Verdict.Pass or Verdict.Fail ? 1 : 0;
            if (verdict is Verdict.Fail failure)
            {
                caught.Add(new(number, stressCase, failure, Lane.Driven));
                return new(seed, number + 1, failure.Oracle) { Judged = judged };
            }

            if (options.CountsLimits && verdict is Verdict.Inconclusive && rigs.IsSound(stressCase, stop))
            {
                return new(seed, number + 1, null) { Judged = judged, HitsLimit = true };
            }
        }

        return new(seed, options.CasesMax, null) { Judged = judged };
    }

    /// <summary>As a campaign shrinks it, with fewer attempts.</summary>
    private ShrunkFailure Shrunk(Trial trial, CaseFailure caught, TrialRigs rigs, CancellationToken stop)
    {
        var plan = new ShrinkPlan(trial.Signatures, [.. trial.Generation.Elements])
        {
            AttemptsMax = options.ShrinkAttemptsMax,
            SmallCasesMax = options.SmallCasesMax,
            SmallerDocuments = options.SmallerDocuments,
        };
        return new FailureShrinker(plan, caught, rigs.Planted)
        {
            Judge = (candidate, limit) => rigs.VerdictOf(caught.Number, candidate, limit),
        }.Shrink(stop);
    }

    /// <summary>A trial's target, and the same without the bug.</summary>
    private sealed class TrialRigs(Trial trial) : IDisposable
    {
        public TestRig Planted { get; } = trial.NewRig();

        private readonly TestRig? sound = trial.NewSound?.Invoke();

        /// <summary>How the case fares; a failure that it shows without the bug too counts as a pass.</summary>
        public Verdict VerdictOf(long number, StressCase stressCase, CancellationToken stop)
        {
            try
            {
                var verdict = Planted.Try(stressCase, stop);
                return verdict is Verdict.Fail && sound?.Try(stressCase, stop) is Verdict.Fail
                    ? new Verdict.Pass()
                    : verdict;
            }
            catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
            {
                throw new HarnessBrokenException(
                    number, stressCase, new InvalidOperationException($"{trial.Name}: {e.Message}", e));
            }
        }

        /// <summary>Whether the case passes without the bug.</summary>
        public bool IsSound(StressCase stressCase, CancellationToken stop) =>
            sound?.Try(stressCase, stop) is Verdict.Pass;

        public void Dispose()
        {
            Planted.Dispose();
            sound?.Dispose();
        }
    }
}
