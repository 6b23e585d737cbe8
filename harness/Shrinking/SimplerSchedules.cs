using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking;

/// <summary>Fewer and earlier collections, the usual tables, and an empty heap to start with.</summary>
internal sealed class SimplerSchedules(ShrinkOptions options)
{
    /// <summary>Up to here a lone point is tried at every earlier allocation.</summary>
    private const int ExhaustiveMax = 64;

    public IEnumerable<StressCase> Pass(StressCase current) =>
        Tables(current.Tables).Select(current.With).Concat(Heaps(current))
            .Concat(Simpler(current.Schedule).Select(current.With));

    /// <summary>None of its own, one fewer, a smaller one.</summary>
    private static IEnumerable<HeapTables> Tables(HeapTables tables)
    {
        if (tables.IsUsual)
        {
            yield break;
        }

        yield return HeapTables.Usual;
        foreach (var (name, size) in tables.Said())
        {
            yield return tables.With(name, null);
            foreach (var less in Steps.Of(size).Where(less => less >= HeapTables.Limits[name].Least))
            {
                yield return tables.With(name, less);
            }
        }
    }

    private static IEnumerable<StressCase> Heaps(StressCase current)
    {
        for (var heap = HeapState.Empty; heap < current.Heap; heap++)
        {
            yield return current.With(heap);
            yield return current.With(heap).With(new CollectionSchedule.Eager());
        }
    }

    private IEnumerable<CollectionSchedule> Simpler(CollectionSchedule schedule) => schedule switch
    {
        CollectionSchedule.Natural => [],
        CollectionSchedule.Eager => [new CollectionSchedule.Natural(), At(1)],
        CollectionSchedule.Every every =>
        [
            new CollectionSchedule.Natural(),
            new CollectionSchedule.Eager(),
            At(every.Interval),
            .. Steps.Of(every.Interval).Where(n => n > 1).Select(n => new CollectionSchedule.Every(n)),
        ],
        CollectionSchedule.At at => [new CollectionSchedule.Natural(), .. Points(at.Allocations)],
        _ => throw new UnreachableException($"no simpler schedule than {schedule}"),
    };

    private CollectionSchedule.At At(int interval) =>
        new([.. Enumerable.Range(1, options.PointsMax / interval).Select(turn => turn * interval)]);

    private static IEnumerable<CollectionSchedule> Points(ImmutableArray<int> points) =>
        Fewer(points).Concat(Earlier(points)).Select(fewer => new CollectionSchedule.At(fewer));

    private static IEnumerable<ImmutableArray<int>> Fewer(ImmutableArray<int> points)
    {
        for (var length = points.Length / 2; length >= 1; length /= 2)
        {
            for (var end = points.Length; end > 0; end -= length)
            {
                var start = Math.Max(0, end - length);
                yield return points.RemoveRange(start, end - start);
            }
        }
    }

    private static IEnumerable<ImmutableArray<int>> Earlier(ImmutableArray<int> points)
    {
        for (var at = 0; at < points.Length; at++)
        {
            var others = points.RemoveAt(at);
            var earlier = points.Length == 1 && points[at] <= ExhaustiveMax
                ? Enumerable.Range(1, points[at] - 1)
                : Steps.Of(points[at]).Where(point => point > 0);
            foreach (var point in earlier.Where(point => !others.Contains(point)))
            {
                yield return [.. others.Add(point).Order()];
            }
        }
    }
}
