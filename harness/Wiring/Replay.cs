using System.Runtime.ExceptionServices;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Replays;
using Vera.GcStress.Repros;
using Vera.GcStress.Rigs;

namespace Vera.GcStress.Wiring;

/// <summary>Runs case files on several threads and tells of them in their order.</summary>
internal sealed class Replay(IReadOnlyList<ReplayCase> cases, int sweepPoints, int jobs)
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
                replayed.Path, ReplayStatus.Skipped, $"{header.Expect}",
                $"target {header.Target} is not available here");
        }

        try
        {
            var seen = Seen(replayed.File, rigs.Of(choice), stop);
            return choice.Expected(header) is { } expected
                ? Compared(replayed.Path, expected, seen)
                : new(replayed.Path, ReplayStatus.Reported, $"nothing of {choice}", VerdictText.Of(seen));
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            throw new BrokenException($"{replayed.Path}: {e.Message}", e);
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

    private static ReplayResult Compared(string path, Expectation expect, Verdict seen) => (expect, seen) switch
    {
        (Expectation.Pass, Verdict.Pass) => new(path, ReplayStatus.Ok, "pass", "pass"),
        (Expectation.Fail wanted, Verdict.Fail fail) when wanted.Oracle == fail.Oracle =>
            new(path, ReplayStatus.Ok, $"{expect}", VerdictText.Of(seen)),
        (Expectation.Fail, Verdict.Pass) =>
            new(path, ReplayStatus.Changed, $"{expect}", "pass", "passes now: move it to corpus/"),
        _ => new(path, ReplayStatus.Changed, $"{expect}", VerdictText.Of(seen)),
    };
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
