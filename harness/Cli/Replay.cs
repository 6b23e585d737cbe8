using System.Runtime.ExceptionServices;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Judging;
using Vera.GcStress.Reporting;
using Vera.GcStress.Repros;

namespace Vera.GcStress.Cli;

/// <summary>Runs case files on several threads and tells of them in their order.</summary>
internal sealed class Replay(IReadOnlyList<ReplayCase> cases, int sweepPoints, int jobs)
{
    private readonly ReplayResult?[] results = new ReplayResult?[cases.Count];
    private readonly Lock telling = new();
    private int told;

    /// <summary>The results up to the first file that was not run: all, unless somebody asked for the end.</summary>
    /// <exception cref="BrokenException">The harness broke on a file.</exception>
    public IReadOnlyList<ReplayResult> Run(Action<ReplayResult> tell, CancellationToken stop)
    {
        var threads = Math.Clamp(cases.Count, 1, jobs);
        var next = -1;
        var broken = new Exception?[threads];
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            using var benches = new Benches();
            try
            {
                while (!stop.IsCancellationRequested && Interlocked.Increment(ref next) is var i && i < cases.Count)
                {
                    results[i] = Result(cases[i], benches);
                    Tell(tell);
                }
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

    private ReplayResult Result(ReplayCase replayed, Benches benches)
    {
        var expect = replayed.File.Header.Expect;
        if (replayed.Subject is not { } subject)
        {
            return new(
                replayed.Path, ReplayStatus.Skipped, $"{expect}",
                $"target {replayed.File.Header.Target} is not available here");
        }

        try
        {
            var bench = benches.Of(subject);
            if (subject is VeraChoice vera)
            {
                return OnVera(replayed, vera, bench.Try(replayed.File.Case));
            }

            var seen = bench.TryBothWays(replayed.File.Case);
            return Compared(replayed.Path, expect, seen is Verdict.Pass ? OtherSchedules(replayed.File, bench) : seen);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new BrokenException($"{replayed.Path}: {e.Message}", e);
        }
    }

    /// <summary>A release of Vera does what its line says, or what it does is told.</summary>
    private static ReplayResult OnVera(ReplayCase replayed, VeraChoice vera, Verdict seen)
    {
        var header = replayed.File.Header;
        var version = vera.Version;
        var expect = header.Releases.IsEmpty
            ? header.Expect
            : header.Releases.Of(version.Major, version.Minor, version.Patch);
        return expect is null
            ? new(replayed.Path, ReplayStatus.Reported, $"nothing of vera {version}", VerdictText.Of(seen))
            : Compared(replayed.Path, expect, seen);
    }

    /// <summary>
    /// What passes with its own schedule is to pass with others; a failure that only those show counts too.
    /// </summary>
    private Verdict OtherSchedules(CaseFile file, Bench bench)
    {
        if (file.Header.Expect is Expectation.Fail { Oracle: not OracleName.Invisibility })
        {
            return new Verdict.Pass();
        }

        var seen = InvisibilityJudge.Try(bench.Driven, file.Case);
        if (seen.Verdict is Verdict.Pass && sweepPoints > 0)
        {
            seen = ScheduleSweep.Try(bench.Driven, file.Case, sweepPoints) ?? seen;
        }

        return seen.Verdict is Verdict.Fail failure
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

/// <summary>The benches of one thread, one for each subject that a file asked for.</summary>
internal sealed class Benches : IDisposable
{
    private readonly Dictionary<ISubject, Bench> made = [];

    public Bench Of(ISubject subject) =>
        made.TryGetValue(subject, out var bench) ? bench : made[subject] = subject.CreateBench();

    public void Dispose()
    {
        foreach (var bench in made.Values)
        {
            bench.Dispose();
        }
    }
}
