using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Benchmarks;

/// <summary>Containers within a guest beside .NET's: processor time for one insertion, collections included.</summary>
/// <param name="Element">What the keys are.</param>
/// <param name="IsMap">Whether there are values, or else keys alone.</param>
/// <param name="Size">How many entries there are in the end.</param>
/// <param name="Chain">A chain of insertions, version after version.</param>
/// <param name="Fold">The same, built in place.</param>
/// <param name="Immutable">.NET's ImmutableHashSet or ImmutableDictionary, version after version.</param>
/// <param name="Builder">The builder of the same.</param>
/// <param name="LiveBytes">What a collection keeps of the chain, for one entry, keys included.</param>
/// <param name="PeakBytes">How large the heap of one chain gets, for one entry.</param>
public sealed record RivalPoint(
    TypeKind Element, bool IsMap, int Size, Sample Chain, Sample Fold, Sample Immutable, Sample Builder,
    double LiveBytes, double PeakBytes);

/// <summary>All that were compared.</summary>
public sealed record RivalScore(ImmutableArray<RivalPoint> Points)
{
    /// <summary>The exponent by which the time of chains or folds grows, over all sizes.</summary>
    public double? Exponent(TypeKind element, bool isMap, Func<RivalPoint, Sample> way) => GrowthFit.Exponent(
        from point in Points
        where point.Element == element && point.IsMap == isMap
        select ((double)point.Size, way(point).Median * point.Size));
}

/// <summary>What is compared.</summary>
public sealed record RivalBenchOptions
{
    /// <summary>Numbers of entries, ascending.</summary>
    public ImmutableArray<int> Sizes { get; init; } = [16, 1000, 100_000];

    /// <summary>Measured rounds of each size.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>What .NET's code is run for before it is measured.</summary>
    public double WarmUpSeconds { get; init; } = 0.8;

    /// <summary>Entries that a round inserts at least.</summary>
    public int EntriesMin { get; init; } = 40_000;
}
