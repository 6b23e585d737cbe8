using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Wat;

namespace Vera.GcStress.Benchmarks;

/// <summary>The same chain of insertions on a real Vera and on the runtime under test.</summary>
/// <param name="Size">How many integers are inserted into an empty set.</param>
/// <param name="VeraSeconds">What Vera takes, by the clock on the wall; an empty chain's time is taken off.</param>
/// <param name="OurSeconds">What <c>container</c> on <c>hardened</c> takes, in processor time.</param>
public sealed record VeraChainPoint(int Size, double VeraSeconds, double OurSeconds)
{
    /// <summary>How many times as long as ours Vera takes.</summary>
    public double Ratio => VeraSeconds / OurSeconds;
}

/// <summary>All sizes that Vera got to.</summary>
/// <param name="Version">The release of Vera.</param>
/// <param name="Points">By size.</param>
/// <param name="Largest">What is told of a size that would take Vera too long.</param>
public sealed record VeraChainScore(string Version, ImmutableArray<VeraChainPoint> Points, VeraChainPoint? Largest)
{
    /// <summary>The exponent by which Vera's time grows.</summary>
    public double? Exponent => GrowthFit.Exponent(Points.Select(p => ((double)p.Size, p.VeraSeconds)));
}

/// <summary>Times both, one after the other.</summary>
internal static class VeraChainBench
{
    private const int Largest = 10_000;

    private static readonly int[] Sizes = [250, 500, 1000, 2000];

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <param name="timer">The Vera that is timed.</param>
    /// <exception cref="VeraException">It does not do what it should.</exception>
    public static VeraChainScore Run(ChainTimer timer)
    {
        using var chain = new SetChain(RuntimeKind.Container, TypeKind.Int);
        for (var i = 0; i < 30; i++)
        {
            OurSeconds(chain, Sizes[^1]);
        }

        var theirs = timer.InsertSeconds(Sizes, Deadline);
        ImmutableArray<VeraChainPoint> points =
        [
            .. from i in Enumerable.Range(0, Sizes.Length)
               where theirs[i] is > 0
               select new VeraChainPoint(Sizes[i], theirs[i]!.Value, OurSeconds(chain, Sizes[i])),
        ];
        var score = new VeraChainScore(timer.Version, points, null);
        return score with { Largest = Expected(score, chain) };
    }

    /// <summary>Vera's time for the largest chain, as it follows from the growth so far.</summary>
    private static VeraChainPoint? Expected(VeraChainScore score, SetChain chain) =>
        score.Exponent is { } exponent && score.Points[^1] is var last
            ? new(
                Largest,
                last.VeraSeconds * Math.Pow((double)Largest / last.Size, exponent),
                OurSeconds(chain, Largest))
            : null;

    private static double OurSeconds(SetChain chain, int size) => Sample.Of(Enumerable.Range(0, 5).Select(_ =>
    {
        chain.Begin(size);
        return WorkClock.Seconds(() => chain.Insert(size));
    })).Median;
}
