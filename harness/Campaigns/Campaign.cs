using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;
using Vera.GcStress.Steering;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Campaigns;

/// <summary>Many cases from one seed: draw, judge, shrink, save, report.</summary>
/// <remarks>
/// Cases are judged in rounds, whose sizes depend on nothing else: small ones first, so that what fails at once is seen
/// at once, then large ones, at whose ends threads seldom wait for each other. What a round found is sorted by case
/// number before anything is shrunk, so the findings do not depend on how many threads there are. What a round hit
/// decides what the next one goes for; a shard cannot know what others hit, so its cases aim at any cell. Rounds are
/// of case numbers, whichever of them are the shard's: all shards have the same.
/// </remarks>
public sealed class Campaign
{
    /// <summary>Cases up to this number are drawn without regard to others.</summary>
    public const int RoundCasesMin = 64;

    internal const int RoundCasesMax = 1024;

    /// <summary>Of all shards together: each has a part of them.</summary>
    internal static readonly (int Least, int Most) RoundsOfShards = (RoundCasesMin, 4096);

    private readonly CampaignOptions options;
    private readonly TestRig[] rigs;
    private readonly CampaignReport[] tallies;
    private readonly FindingKeeper keeper;
    private readonly Stopwatch clock = new();
    private readonly CampaignReport report;
    private readonly (int Index, int Of) shard;
    private readonly StateKeeper state;

    /// <summary>What a shard draws, its first cases apart: it depends on nothing that was seen.</summary>
    private readonly GenerationOptions? aimed;

    private readonly CaseSteering steering;
    private readonly CaseTrial trial;

    // The time that shrinking took in the rounds before.
    private TimeSpan shrunk;

    // The time that it took to judge the cases of this round.
    private TimeSpan round;

    /// <summary>What this round draws; changes between rounds only.</summary>
    private GenerationOptions generation;

    /// <param name="options">How far to go.</param>
    /// <param name="newRig">Makes what one thread works with; the campaign disposes of it.</param>
    public Campaign(CampaignOptions options, Func<TestRig> newRig)
    {
        this.options = options;
        rigs = [.. Enumerable.Range(0, options.Jobs).Select(_ => newRig())];
        tallies = [.. rigs.Select(_ => new CampaignReport(options))];
        report = new CampaignReport(options);
        shard = options.Shard ?? (1, 1);
        keeper = new FindingKeeper(options, rigs);
        state = new StateKeeper(options, report, keeper, clock);
        generation = options.Generation;
        aimed = options is { Shard: not null, Steers: true }
            ? options.Generation with { Aims = [.. options.Generation.Scope.Reachable] }
            : null;
        steering = new CaseSteering(options.Steers ? options.Parents : [], options is { Steers: true, Shard: null });
        trial = new(options, steering);
        report.Kept = steering.Kept;
    }

    /// <summary>
    /// Runs the campaign to its end, or until <paramref name="stop"/>; what was found by then is kept.
    /// </summary>
    /// <param name="progress">Called between rounds, on the caller's thread, with the counts so far.</param>
    /// <param name="stop">Asks for an early end.</param>
    public CampaignReport Run(Action<CampaignReport, string>? progress = null, CancellationToken stop = default)
    {
        clock.Start();
        using var judging = CancellationTokenSource.CreateLinkedTokenSource(stop, options.Deadline);
        try
        {
            long first = state.GoOn(stop), next;
            Steer();
            for (; !Ended(first, judging.Token); first = next)
            {
                next = NextRound(first);
                state.BeginRound(first);
                var began = clock.Elapsed;
                var failures = Round(first, ref next, judging.Token);
                round = clock.Elapsed - began;
                Sum();
                Steer();
                var shrinking = clock.Elapsed;
                keeper.Keep(
                    failures, report, message => progress?.Invoke(report, message), () => TimeToShrink(shrinking),
                    stop);
                shrunk += clock.Elapsed - shrinking;
                progress?.Invoke(report, "judging");
                state.EndRound(next, next == NextRound(first) && !judging.IsCancellationRequested
                    && !(options.ShrinksInTime && clock.Elapsed >= options.Time));
            }

            state.End(first);
        }
        finally
        {
            report.Complaint = rigs.Select(rig => rig.Complaint()).FirstOrDefault(said => said is not null);
            foreach (var rig in rigs)
            {
                rig.Dispose();
            }
        }

        (report.Elapsed, report.Shrinking) = (clock.Elapsed, shrunk);
        report.Interrupted = stop.IsCancellationRequested;
        return report;
    }

    /// <summary>What is left for shrinking; null: as long as it takes.</summary>
    /// <remarks>
    /// It takes half of the time at most: of all time so far or, since early rounds are short and find most, half of
    /// what the whole campaign has left for it. What is too short for one more round like this one is all for it.
    /// </remarks>
    /// <param name="since">When this round's shrinking began.</param>
    private TimeSpan? TimeToShrink(TimeSpan since)
    {
        if (!options.ShrinksInTime || options.Time is not { } time)
        {
            return null;
        }

        var now = clock.Elapsed;
        var spent = now - since;
        if (time - since <= round)
        {
            return TimeSpan.FromTicks(Math.Max(0, (time - now).Ticks));
        }

        var share = Math.Max((now - (2 * (shrunk + spent))).Ticks, ((time / 2) - shrunk).Ticks / 2 - spent.Ticks);
        return TimeSpan.FromTicks(Math.Clamp((time - now).Ticks, 0, Math.Max(0, share)));
    }

    private long NextRound(long first) =>
        Math.Min(RoundAfter(first, Rounds), options.CasesMax ?? long.MaxValue);

    private (int Least, int Most) Rounds => options.Shard is null ? options.RoundCases : RoundsOfShards;

    /// <summary>Where the round ends that begins with a case.</summary>
    internal static long RoundAfter(long first, (int Least, int Most) rounds) =>
        first + Math.Clamp(first, rounds.Least, rounds.Most);

    private bool Ended(long first, CancellationToken stop) =>
        stop.IsCancellationRequested ||
        first >= (options.CasesMax ?? long.MaxValue) ||
        clock.Elapsed >= options.Time ||
        (options.StopAtFirst && report.Findings.Count > 0);

    /// <summary>Judges one round of cases on all threads; the failures come back in case order.</summary>
    /// <param name="from">The number that it begins with.</param>
    /// <param name="to">The number that it ends before; a smaller one, once time to shrink would run short.</param>
    /// <param name="stop">Asks for an early end.</param>
    private List<CaseFailure> Round(long from, ref long to, CancellationToken stop)
    {
        var (taken, first) = (0L, Shard.CasesOf(shard, from));
        var most = Shard.CasesOf(shard, to) - first;
        if (most == 0)
        {
            return [];
        }

        var time = new RoundTime(clock.Elapsed, options);
        var found = new List<CaseFailure>[rigs.Length];
        var broken = new Exception?[rigs.Length];
        Parallel.For(0, rigs.Length, new ParallelOptions { MaxDegreeOfParallelism = rigs.Length }, worker =>
        {
            found[worker] = [];
            try
            {
                while (!IsOver(Volatile.Read(ref taken), time, stop) &&
                    Interlocked.Add(ref taken, options.BatchCases) - options.BatchCases is var next && next < most)
                {
                    JudgeBatch(worker, first, (next, most), found[worker], stop);
                    time.SawFailures |= found[worker].Count > 0;
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Cases that ended after the campaign are not counted.
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                broken[worker] = e;
            }
        });
        if (Array.Find(broken, e => e is not null) is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        to = taken < most ? NumberAt(first + taken) : to;
        return [.. found.SelectMany(f => f).OrderBy(f => f.Number)];
    }

    /// <summary>
    /// Whether a round ends early. Its first case is always judged: a campaign of no cases says nothing.
    /// </summary>
    private bool IsOver(long taken, RoundTime time, CancellationToken stop) =>
        stop.IsCancellationRequested || (taken > 0 && clock.Elapsed >= time.End);

    /// <summary>The batch at a place of the round that begins with a case, and ends at another place.</summary>
    private void JudgeBatch(
        int worker, long first, (long Next, long Most) places, List<CaseFailure> found, CancellationToken stop)
    {
        var (next, most) = places;
        var after = Math.Min(next + options.BatchCases, most);
        if (options.BatchCases > 1)
        {
            rigs[worker].Driven.Prefetch(Batch(first + next, first + after), stop);
            if (rigs.Length == 1)
            {
                // Of several, one does not know which batch it will take.
                var then = Math.Min(after + options.BatchCases, most);
                rigs[worker].Driven.Announce(Batch(first + after, first + then), stop);
            }
        }

        for (var place = first + next; place < first + after; place++)
        {
            var number = NumberAt(place);
            found.AddRange(trial.Judge(rigs[worker], tallies[worker], number, Drawn(number), stop));
        }
    }

    /// <summary>All that the cases of some places are judged by, as far as that has to be compiled.</summary>
    private List<StressCase> Batch(long first, long end)
    {
        var batch = new List<StressCase>();
        for (var place = first; place < end; place++)
        {
            var number = NumberAt(place);
            var drawn = Drawn(number);
            batch.Add(drawn);
            batch.AddRange(IsOneIn(options.InvisibilityEvery, number)
                ? InvisibilityJudge.VariantsWithoutPoints(drawn)
                : []);
        }

        return batch;
    }

    private long NumberAt(long place) => Shard.NumberAt(shard, place);

    internal static bool IsOneIn(int every, long number) => every > 0 && number % every == 0;

    private StressCase Drawn(long number)
    {
        try
        {
            var seed = CaseSeed.Of(options.Seed, number);
            return number < Rounds.Least
                ? CaseGenerator.FromSeed(seed, options.Generation)
                : steering.Varied(seed, generation) ?? CaseGenerator.FromSeed(seed, aimed ?? generation);
        }
        catch (Exception e)
        {
            throw new HarnessBrokenException(number, null, e);
        }
    }

    /// <summary>The next round goes for what all rounds so far hit least: the same on any number of threads.</summary>
    private void Steer()
    {
        steering.EndRound();
        if (options.Steers && aimed is null)
        {
            generation = options.Generation with
            {
                Aims = report.Coverage.Rarest(),
                PercentOf = options.DrawsLess && report.Failing.DrawnLess.Count > 0 ? report.Failing.PercentOf : null,
            };
        }
    }

    private void Sum()
    {
        for (var i = 0; i < tallies.Length; i++)
        {
            report.Add(tallies[i]);
            tallies[i] = new CampaignReport(options);
        }

        report.Elapsed = clock.Elapsed;
    }
}
