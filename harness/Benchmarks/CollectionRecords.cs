using System.Collections.Immutable;
using Vera.GcStress.Heaps;

namespace Vera.GcStress.Benchmarks;

/// <summary>What live blocks are made of.</summary>
public enum HeapShape
{
    /// <summary>Small blocks full of pointers.</summary>
    PointerRich,

    /// <summary>Blocks of numbers, held together by few pointers.</summary>
    ScalarRich,
}

/// <summary>How long a collection of a heap takes in which everything lives.</summary>
/// <param name="LiveBytes">Bytes of live blocks, headers and padding included.</param>
/// <param name="Blocks">How many there are.</param>
/// <param name="Seconds">Processor time of one full collection.</param>
public sealed record PausePoint(long LiveBytes, long Blocks, Sample Seconds);

/// <summary>The pauses of one collector on one kind of heap.</summary>
public sealed record PauseRow(CollectorKind Collector, HeapShape Shape, ImmutableArray<PausePoint> Points)
{
    /// <summary>The exponent by which pauses grow with live bytes: 1 is linear.</summary>
    public double? Exponent =>
        GrowthFit.Exponent(Points.Select(p => ((double)p.LiveBytes, p.Seconds.Median)));
}

/// <summary>All collectors and kinds of heap.</summary>
public sealed record CollectionScore(ImmutableArray<PauseRow> Rows)
{
    /// <summary>How many times as long Vera's collector takes as ours, on the largest heap of this kind.</summary>
    public double? VeraOverHardened(HeapShape shape) =>
        Largest(CollectorKind.Vera, shape) / Largest(CollectorKind.Hardened, shape);

    private double? Largest(CollectorKind collector, HeapShape shape) =>
        Rows.FirstOrDefault(r => r.Collector == collector && r.Shape == shape)?.Points.LastOrDefault()?.Seconds.Median;
}
