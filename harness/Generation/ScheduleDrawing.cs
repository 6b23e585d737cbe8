using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>When a case collects, and the heap that it finds.</summary>
internal static class ScheduleDrawing
{
    /// <summary>Half of the cases leave collecting to the heap; only those need pressure to see a collection.</summary>
    public static CollectionSchedule Schedule(Draw draw, int? allocationsExpected) => draw.Below(20) switch
    {
        < 10 => new CollectionSchedule.Natural(),
        < 13 => new CollectionSchedule.Eager(),
        < 16 => new CollectionSchedule.Every(
            draw.Skewed(GenerationLimits.IntervalMin, GenerationLimits.IntervalMax)),
        _ => At(draw, Math.Max(1, allocationsExpected ?? draw.Between(1, GenerationLimits.AllocationsGuess))),
    };

    /// <summary>Collections so close to each other that most ops that allocate see one.</summary>
    public static CollectionSchedule Dense(Draw draw) => draw.Chance(50)
        ? new CollectionSchedule.Eager()
        : new CollectionSchedule.Every(draw.Between(GenerationLimits.IntervalMin, GenerationLimits.DenseIntervalMax));

    public static HeapState Heap(Draw draw) => draw.Below(5) switch
    {
        < 2 => HeapState.Empty,
        2 => HeapState.Full,
        3 => HeapState.AlmostFull,
        _ => HeapState.Fragmented,
    };

    private static CollectionSchedule.At At(Draw draw, int allocations)
    {
        var points = new SortedSet<int>();
        for (var count = draw.Between(1, GenerationLimits.PointsMax); count > 0; count--)
        {
            points.Add(draw.Between(1, allocations));
        }

        return new([.. points]);
    }
}
