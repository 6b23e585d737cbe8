using System.Runtime.ExceptionServices;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Repros;
using Vera.GcStress.Rigs;

namespace Vera.GcStress.Wiring;

/// <summary>Runs case files on several threads and tells of them in their order.</summary>
/// <param name="cases">What to run.</param>
/// <param name="sweepPoints">Collections of each schedule that passing cases are swept over; 0: none.</param>
/// <param name="jobs">Threads.</param>
/// <param name="other">The Vera whose failures are no news, or null.</param>
internal sealed class Replay(
    IReadOnlyList<ReplayCase> cases, int sweepPoints, int jobs, VeraChoice? other = null)
{
    private readonly ReplayResult?[] results = new ReplayResult?[cases.Count];
    private readonly Lock telling = new();
    private int told;

    /// <summary>The results up to the first file that was not run: all, unless it was stopped.</summary>
    /// <exception cref="BrokenException">The harness broke on a file.</exception>
    public IReadOnlyList<ReplayResult> Run(Action<ReplayResult> tell, CancellationToken stop)
    {
        var threads = Math.Clamp(cases.Count, 1, jobs);
        var next = -1;
        var broken = new Exception?[threads];
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            using var rigs = new ThreadRigs();
            try
            {
                while (!stop.IsCancellationRequested && Interlocked.Increment(ref next) is var i && i < cases.Count)
                {
                    results[i] = Result(cases[i], rigs, stop);
                    Tell(tell);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The file that ran then has no result, and neither have those after it.
            }
            catch (BrokenException e)
            {
                broken[thread] = e;
            }
        });
        if (Array.Find(broken, e => e is not null) is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        return [.. results.Take(told).Select(r => r!)];
    }

    private void Tell(Action<ReplayResult> tell)
    {
        lock (telling)
        {
            for (; told < results.Length && results[told] is { } result; told++)
            {
                tell(result);
            }
        }
    }

    private ReplayResult Result(ReplayCase replayed, ThreadRigs rigs, CancellationToken stop)
    {
        var header = replayed.File.Header;
        if (replayed.Choice is not { } choice)
        {
            return new(
                replayed.Path, ReplayStatus.NotRun, $"{header.Expect}",
                $"target {header.Target} is not available here");
        }

        try
        {
            if (MissingFor(choice, rigs) is { } missing)
            {
                return new(replayed.Path, ReplayStatus.NotRun, $"{header.Expect}", missing);
            }

            var seen = Seen(replayed.File, rigs.Of(choice), stop);
            var result = Result(replayed, choice, seen);
            if (result.Status != ReplayStatus.Changed)
            {
                return result;
            }

            result = result with { Signature = choice.SignatureOf(replayed.File.Case, seen, rigs.Of(choice)) };
            return choice is VeraChoice && other is not null
                && SeenOn(other, replayed, rigs, stop) == (Answer(seen), result.Signature)
                ? result with { Status = ReplayStatus.Base, Advice = $"and so it does on the base, {other}" }
                : result;
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            throw new BrokenException($"{replayed.Path}: {e.Message}", e);
        }
    }

    /// <summary>What is not here that the host of a case takes, such as Node; null: all of it is.</summary>
    private static string? MissingFor(TargetChoice choice, ThreadRigs rigs)
    {
        try
        {
            _ = rigs.Of(choice);
            return null;
        }
        catch (UsageException e)
        {
            return e.Message;
        }
    }

    /// <summary>
    /// What passes with its own schedule is to pass with others; a failure that only those show counts too.
    /// </summary>
    private Verdict Seen(CaseFile file, TestRig rig, CancellationToken stop)
    {
        if (file.Header.Expect is Expectation.Fail { Oracle: not OracleName.Invisibility })
        {
            return rig.TryBothWays(file.Case, stop);
        }

        var seen = rig.TryEverywhere(file.Case, sweepPoints, stop);
        return seen.Verdict is Verdict.Fail failure && !ReferenceEquals(seen.Variant, file.Case)
            ? failure with
            {
                Evidence = new Evidence.UnderOther(seen.Variant.Schedule, seen.Variant.Heap, failure.Evidence),
            }
            : seen.Verdict;
    }

    private static ReplayResult Result(ReplayCase replayed, TargetChoice choice, Verdict seen)
    {
        var header = replayed.File.Header;
        var expect = choice.Expected(header);
        var status = (expect, seen) switch
        {
            (_, Verdict.Unsupported) => ReplayStatus.Unsupported,
            (null, _) => ReplayStatus.NotJudged,
            (_, Verdict.Pass) when replayed.File.Case.Ops.IsEmpty => ReplayStatus.NotJudged,
            (Expectation.Pass, Verdict.Pass) => ReplayStatus.Ok,
            (Expectation.Fail wanted, Verdict.Fail fail) when wanted.Oracle == fail.Oracle => ReplayStatus.Ok,
            _ => ReplayStatus.Changed,
        };
        var advice = status == ReplayStatus.Changed ? choice.Advice(header, seen) : null;
        return new(
            replayed.Path,
            status,
            expect is null ? $"nothing of {choice}" : $"{expect}",
            replayed.File.Case.Ops.IsEmpty ? $"{VerdictText.Of(seen)}: it has no ops" : VerdictText.Of(seen),
            advice)
        {
            IsExpired = (expect, seen) is (Expectation.Fail, Verdict.Pass),
        };
    }

    private (string Verdict, string? Bug) SeenOn(
        VeraChoice choice, ReplayCase replayed, ThreadRigs rigs, CancellationToken stop)
    {
        var seen = Seen(replayed.File, rigs.Of(choice), stop);
        return (Answer(seen), choice.SignatureOf(replayed.File.Case, seen, rigs.Of(choice)));
    }

    /// <summary>A verdict without its evidence.</summary>
    private static string Answer(Verdict seen) => seen is Verdict.Fail fail ? fail.Oracle.Text() : seen.GetType().Name;
}

/// <summary>The rigs of one thread, one for each target that a file asked for.</summary>
internal sealed class ThreadRigs : IDisposable
{
    private readonly Dictionary<TargetChoice, TestRig> made = [];

    public TestRig Of(TargetChoice choice) =>
        made.TryGetValue(choice, out var rig) ? rig : made[choice] = choice.NewRig();

    public void Dispose()
    {
        foreach (var rig in made.Values)
        {
            rig.Dispose();
        }
    }
}

/// <summary>The harness failed, and the message says all that the user can use.</summary>
internal sealed class BrokenException(string message, Exception? cause = null) : Exception(message, cause);
