using System.Collections.Immutable;
using Vera.GcStress.Heaps;

namespace Vera.GcStress.Benchmarks;

/// <summary>Measures how long both collectors stop the program, by how much lives.</summary>
public sealed class CollectionBench(CollectionBenchOptions options)
{
    /// <param name="progress">Told what is measured next.</param>
    /// <param name="stop">Asks for an early end: rows are shorter then.</param>
    public CollectionScore Run(Action<string> progress, CancellationToken stop)
    {
        var rows = ImmutableArray.CreateBuilder<PauseRow>();
        foreach (var shape in Enum.GetValues<HeapShape>())
        {
            foreach (var collector in Enum.GetValues<CollectorKind>())
            {
                progress($"collections of {collector} on a {shape} heap");
                var points = options.LiveBytes.TakeWhile(_ => !stop.IsCancellationRequested)
                    .Select(bytes => Point(collector, shape, bytes, stop));
                rows.Add(new(collector, shape, [.. points]));
            }
        }

        return new(rows.ToImmutable());
    }

    private PausePoint Point(CollectorKind collector, HeapShape shape, int bytes, CancellationToken stop)
    {
        using var heap = new BigHeap(collector, shape, bytes);
        heap.Collect();
        var rounds = new List<double>();
        do
        {
            rounds.Add(WorkClock.Seconds(heap.Collect));
        }
        while (rounds.Count < options.Rounds && !stop.IsCancellationRequested);

        return new(heap.LiveBytes, heap.Blocks, Sample.Of(rounds));
    }
}

/// <summary>What is measured.</summary>
public sealed record CollectionBenchOptions
{
    /// <summary>Sizes of heaps, in bytes.</summary>
    public ImmutableArray<int> LiveBytes { get; init; } = [1_000_000, 10_000_000, 100_000_000];

    /// <summary>Collections measured of each heap.</summary>
    public int Rounds { get; init; } = 5;
}
