namespace Vera.GcStress.Benchmarks;

/// <summary>One quantity, measured in several rounds.</summary>
/// <param name="Median">The middle round, or the mean of the two in the middle.</param>
/// <param name="Low">The least of all rounds.</param>
/// <param name="High">The most of all rounds.</param>
public readonly record struct Sample(double Median, double Low, double High)
{
    /// <summary>The sample of one round or more.</summary>
    public static Sample Of(IEnumerable<double> rounds)
    {
        double[] sorted = [.. rounds.Order()];
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(median, sorted[0], sorted[^1]);
    }

    /// <summary>How far the rounds lie apart, in parts of the median.</summary>
    public double Spread => Median > 0 ? (High - Low) / Median : 0;
}
