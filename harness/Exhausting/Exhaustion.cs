using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;

namespace Vera.GcStress.Exhausting;

/// <summary>How far to go.</summary>
/// <param name="StepsMax">The most steps of a program.</param>
/// <param name="Vocabularies">What programs are made of; one after the other.</param>
public sealed record ExhaustOptions(int StepsMax, ImmutableArray<Vocabulary> Vocabularies)
{
    /// <summary>The number of the first program to run, for one who goes on.</summary>
    public long From { get; init; }

    /// <summary>This run has the programs whose number is <c>Index - 1</c> modulo <c>Of</c>.</summary>
    public (int Index, int Of) Shard { get; init; } = (1, 1);

    /// <summary>Threads; they change nothing but the speed.</summary>
    public int Jobs { get; init; } = 1;
}

/// <summary>
/// Runs every small program there is, without a collection and with one at every single allocation: what is found clean
/// is clean for all of them.
/// </summary>
/// <param name="options">How far to go.</param>
/// <param name="newRig">Makes what one thread works with; it is disposed of in the end.</param>
/// <param name="wayOf">What failures have in common that are told once.</param>
public sealed class Exhaustion(
    ExhaustOptions options, Func<TestRig> newRig, Func<StressCase, Verdict.Fail, string> wayOf)
{
    /// <summary>Programs that are taken at a time: an early end loses them.</summary>
    private const int ChunkPrograms = 4096;

    /// <summary>More than a small program makes: of a trie's every level a few, at each of its steps.</summary>
    private const int AllocationsMax = 4096;

    private readonly Dictionary<string, ExhaustFinding> ways = [];
    private long tried;
    private long runs;
    private long failed;
    private long unjudged;

    /// <summary>How many programs there are, all shards together.</summary>
    public long Count() => Enumerable.Range(0, options.StepsMax + 1)
        .Sum(steps => options.Vocabularies.Sum(words => new SmallPrograms(words).Count(steps)));

    /// <summary>Runs them.</summary>
    /// <param name="progress">Told how many have been run, now and then.</param>
    /// <param name="stop">Asks for an early end.</param>
    public ExhaustReport Run(Action<long>? progress = null, CancellationToken stop = default)
    {
        var clock = Stopwatch.StartNew();
        var rigs = new TestRig?[options.Jobs];
        long? next = null;
        try
        {
            foreach (var chunk in Mine().Chunk(ChunkPrograms))
            {
                if (stop.IsCancellationRequested)
                {
                    next = chunk[0].Number;
                    break;
                }

                next = Try(rigs, chunk, stop);
                progress?.Invoke(tried);
                if (next is not null)
                {
                    break;
                }
            }
        }
        finally
        {
            Array.ForEach(rigs, rig => rig?.Dispose());
        }

        return new(
            options.StepsMax, Count(), tried, runs, failed, unjudged,
            [.. ways.Values.OrderBy(finding => finding.Number)], next, clock.Elapsed);
    }

    /// <summary>The number to go on from, where it was stopped; then the chunk counts for nothing.</summary>
    private long? Try(TestRig?[] rigs, (long Number, StressCase Case)[] chunk, CancellationToken stop)
    {
        var verdicts = new VariantVerdict?[chunk.Length];
        var taken = -1;
        try
        {
            Parallel.For(0, rigs.Length, new ParallelOptions { MaxDegreeOfParallelism = rigs.Length }, worker =>
            {
                var rig = rigs[worker] ??= newRig();
                for (var place = Interlocked.Increment(ref taken);
                    place < chunk.Length;
                    place = Interlocked.Increment(ref taken))
                {
                    verdicts[place] = ScheduleSweep.Try(
                        rig.Driven, chunk[place].Case, 1, AllocationsMax, stop);
                }
            });
        }
        catch (Exception e) when (stop.IsCancellationRequested && IsOfStop(e))
        {
            return chunk[0].Number;
        }

        for (var place = 0; place < chunk.Length; place++)
        {
            Note(chunk[place].Number, verdicts[place]);
        }

        return null;
    }

    private static bool IsOfStop(Exception e) => e is OperationCanceledException
        || (e is AggregateException all && all.InnerExceptions.All(inner => inner is OperationCanceledException));

    private void Note(long number, VariantVerdict? seen)
    {
        tried++;
        runs += seen?.Runs ?? 1;
        if (seen?.Verdict is Verdict.Fail failure)
        {
            failed++;
            var way = wayOf(seen.Variant, failure);
            ways[way] = ways.TryGetValue(way, out var first)
                ? first with { Alike = first.Alike + 1 }
                : new(number, seen.Variant, failure, 1);
        }
        else if (seen?.Verdict is not Verdict.Pass)
        {
            unjudged++;
        }
    }

    private IEnumerable<(long Number, StressCase Case)> Mine()
    {
        var number = 0L;
        foreach (var program in All())
        {
            if (number >= options.From && number % options.Shard.Of == options.Shard.Index - 1)
            {
                yield return (number, program);
            }

            number++;
        }
    }

    /// <summary>The short ones first.</summary>
    private IEnumerable<StressCase> All() =>
        from steps in Enumerable.Range(0, options.StepsMax + 1)
        from vocabulary in options.Vocabularies
        from program in new SmallPrograms(vocabulary).OfLength(steps)
        select program;
}
