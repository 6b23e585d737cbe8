using Vera.GcStress.Generation.Choices;
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

/// <summary>What of a heap's layout cases may say.</summary>
public enum TableChoice
{
    /// <summary>Nothing: all is as the target has it.</summary>
    None,

    /// <summary>The size of pages. A table that is full ends a run of Vera's collector, and says nothing.</summary>
    Pages,

    /// <summary>Pages, the place of the heap, and tables as small as they can be.</summary>
    All,
}

/// <summary>Draws tables that are full every day, pages of any size, and a heap that starts anywhere.</summary>
internal static class TableDrawing
{
    private static readonly int[] Shadows = [1, 4, 8, 8, 32];
    private static readonly int[] Worklists = [1, 1, 2, 2, 4, 16];
    private static readonly int[] Wraps = [4, 8, 8, 16];
    private static readonly int[] Ceilings = [8 << 10, 16 << 10, 24 << 10];
    private static readonly int[] Memories = [12 << 10, 16 << 10, 24 << 10];
    private static readonly int[] Pages = [64, 64, 512, 64 * 1024, 256 * 1024];

    /// <summary>Where memory ends within a page, the heap is full before it has begun.</summary>
    private static readonly int[] SmallPages = [64, 512, 4096];

    // On Vera's collector a heap of 64 KiB is where ordinary words lead most often.
    private static readonly int[] VerasPages = [64, 512, 256 * 1024, 256 * 1024];

    public static HeapTables Tables(Draw draw, GenerationOptions options)
    {
        if (options.Tables == TableChoice.None || !draw.Chance(options.TablesPercent))
        {
            return HeapTables.Usual;
        }

        if (options.Tables == TableChoice.Pages)
        {
            return HeapTables.Usual with { Page = draw.Of<int>(VerasPages) };
        }

        var tables = new HeapTables(
            draw.Chance(50) ? draw.Below(CaseLimits.StartBytes) : 0,
            Maybe(draw, 50, Shadows),
            Maybe(draw, 50, Worklists),
            Maybe(draw, options.WrapPercent, Wraps),
            Maybe(draw, 50, Pages),
            Maybe(draw, options.CeilingPercent, Ceilings));
        return draw.Chance(options.MemoryPercent)
            ? tables with { Memory = draw.Of<int>(Memories), Page = draw.Of<int>(SmallPages) }
            : tables;
    }

    private static int? Maybe(Draw draw, int percent, int[] sizes) =>
        draw.Chance(percent) ? draw.Of<int>(sizes) : null;
}
