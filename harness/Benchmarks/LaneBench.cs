using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Benchmarks;

/// <summary>Measures how many cases a second are judged, and where the time goes.</summary>
/// <remarks>
/// The same cases are run alone, beside the model, with each oracle alone and with all; parts are differences. Rounds
/// go through all of these in turn, so that what slows the machine down slows all of them down.
/// </remarks>
public sealed class LaneBench(LaneSubject subject, LaneBenchOptions options)
{
    private const int CompiledPart = 40;
    private const int WarmUpRounds = 2;

    private static readonly OracleSet[] Alone =
        [.. Enum.GetValues<OracleSet>().Where(set => BitOperations.IsPow2((int)set))];

    /// <param name="progress">Told what is measured next.</param>
    /// <param name="stop">Asks for an early end: rows are missing then.</param>
    public LaneScore Run(Action<string> progress, CancellationToken stop)
    {
        var rows = ImmutableArray.CreateBuilder<LaneRow>();
        foreach (var lane in Enum.GetValues<BenchLane>())
        {
            foreach (var schedule in new CollectionSchedule[]
            {
                new CollectionSchedule.Natural(), new CollectionSchedule.Eager(),
            })
            {
                UnlessStopped(
                    () =>
                    {
                        progress($"{lane} cases, {schedule.GetType().Name} schedule");
                        rows.Add(Measure(lane, schedule, stop));
                    },
                    stop);
            }
        }

        progress("instances and workers");
        Sample? two = null;
        if (Environment.ProcessorCount > 1)
        {
            UnlessStopped(() => two = TwoWorkers(stop), stop);
        }

        return new(rows.ToImmutable(), Instantiating(), two);
    }

    /// <summary>Takes what was measured in part for not measured.</summary>
    private static void UnlessStopped(Action measure, CancellationToken stop)
    {
        try
        {
            stop.ThrowIfCancellationRequested();
            measure();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The score says what it has.
        }
    }

    private LaneRow Measure(BenchLane lane, CollectionSchedule schedule, CancellationToken stop)
    {
        var target = lane == BenchLane.Driven ? subject.NewDriven() : subject.NewCompiled();
        using var disposed = target as IDisposable;
        var count = lane == BenchLane.Driven ? options.Cases : Math.Max(1, options.Cases / CompiledPart);
        var cases = Draw(count, schedule);
        var model = subject.NewModel(target.HeapStart);
        var plain = new Judge(target, model, OracleSet.None);
        var full = new Judge(target, model, OracleSet.All);
        Action[] jobs =
        [
            () => Draw(count, schedule),
            Job(c => target.Run(c)),
            Job(c => model.Run(c)),
            Job(c => plain.Try(c)),
            Job(c => Judged(full, c)),
            .. Alone.Select(set => new Judge(target, model, set)).Select(judge => Job(c => judge.Try(c))),
        ];
        var seconds = Rounds(jobs, count, lane == BenchLane.Driven ? options.Rounds : options.CompiledRounds);
        return new(
            lane, schedule, count, cases.Average(c => c.Ops.Length), Sample.Of(seconds[1]), Sample.Of(seconds[4]),
            Parts(seconds));

        Action Job(Action<StressCase> run) => () => Array.ForEach(cases, c =>
        {
            stop.ThrowIfCancellationRequested();
            run(c);
        });
    }

    /// <summary>What is measured must be right: a failing case would end early.</summary>
    private static void Judged(Judge judge, StressCase stressCase)
    {
        if (judge.Try(stressCase).Verdict is Verdict.Fail fail)
        {
            throw new InvalidOperationException($"a case fails while it is measured: {fail.Evidence}");
        }
    }

    /// <summary>Seconds for a case, by job and round; the first rounds are left out.</summary>
    private static double[][] Rounds(Action[] jobs, int count, int rounds)
    {
        var seconds = jobs.Select(_ => new double[rounds]).ToArray();
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            for (var job = 0; job < jobs.Length; job++)
            {
                var spent = WorkClock.Seconds(jobs[job]);
                if (round >= 0)
                {
                    seconds[job][round] = spent / count;
                }
            }
        }

        return seconds;
    }

    private static ImmutableArray<LanePart> Parts(double[][] seconds)
    {
        const int Plain = 3;
        const int FirstAlone = 5;
        var parts = ImmutableArray.CreateBuilder<LanePart>();
        parts.Add(new(LanePart.Draw, Sample.Of(seconds[0])));
        parts.Add(new("run", Sample.Of(seconds[1])));
        parts.Add(new("model", Sample.Of(seconds[2])));
        parts.Add(Difference("watch", seconds[Plain], seconds[1], seconds[2]));
        for (var i = 0; i < Alone.Length; i++)
        {
            parts.Add(Difference($"{Alone[i]}".ToLowerInvariant(), seconds[FirstAlone + i], seconds[Plain]));
        }

        return parts.ToImmutable();
    }

    private static LanePart Difference(string name, double[] whole, params double[][] less) =>
        new(name, Sample.Of(whole.Select((seconds, round) => Math.Max(0, seconds - less.Sum(l => l[round])))));

    private StressCase[] Draw(int count, CollectionSchedule schedule)
    {
        var generation = subject.Generation with { Schedule = schedule };
        var cases = new StressCase[count];
        for (var i = 0; i < count; i++)
        {
            cases[i] = CaseGenerator.FromSeed(options.Seed + (ulong)i, generation);
        }

        return cases;
    }

    private Sample Instantiating()
    {
        const int Count = 200;
        var host = new Bystander();
        var module = HeapModule.Load();
        return Sample.Of(Rounds([() => Instantiate(module, host, Count)], Count, options.Rounds)[0]);
    }

    private static void Instantiate(HeapModule module, Bystander host, int count)
    {
        for (var i = 0; i < count; i++)
        {
            new HeapInstance(module, host).Dispose();
        }
    }

    /// <summary>By the clock on the wall: what two threads are there for.</summary>
    private Sample TwoWorkers(CancellationToken stop)
    {
        var cases = Draw(options.Cases, new CollectionSchedule.Natural());
        var workers = new[] { NewWorker(), NewWorker() };
        try
        {
            var ratios = new double[options.Rounds];
            for (var round = -1; round < options.Rounds; round++)
            {
                var alone = Elapsed(() => Array.ForEach(cases, c => workers[0].Judge.Try(c, stop: stop)));
                var both = Elapsed(() => Parallel.ForEach(
                    workers,
                    w => Array.ForEach(cases, c => w.Judge.Try(c))));
                stop.ThrowIfCancellationRequested();
                ratios[Math.Max(0, round)] = 2 * alone / both;
            }

            return Sample.Of(ratios);
        }
        finally
        {
            Array.ForEach(workers, w => w.Target?.Dispose());
        }
    }

    private (Judge Judge, IDisposable? Target) NewWorker()
    {
        var target = subject.NewDriven();
        return (new Judge(target, subject.NewModel(target.HeapStart), OracleSet.All), target as IDisposable);
    }

    private static double Elapsed(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalSeconds;
    }
}
