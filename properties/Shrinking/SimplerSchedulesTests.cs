using Vera.GcStress.Shrinking;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>Fewer and earlier collections.</summary>
public class SimplerSchedulesTests
{
    [Theory]
    [InlineData("heap fragmented; schedule eager; allocate 1",
        "schedule eager; allocate 1", "schedule eager; allocate 1", "heap full; schedule eager; allocate 1",
        "heap full; schedule eager; allocate 1", "heap almost-full; schedule eager; allocate 1",
        "heap almost-full; schedule eager; allocate 1", "heap fragmented; allocate 1",
        "heap fragmented; schedule at 1 2 3 4 5 6 7 8 9 10; allocate 1")]
    [InlineData("heap full; allocate 1", "allocate 1", "schedule eager; allocate 1")]
    [InlineData("tables shadow 2 page 64; allocate 1",
        "allocate 1", "tables page 64; allocate 1", "tables shadow 1 page 64; allocate 1",
        "tables shadow 1 page 64; allocate 1", "tables shadow 2; allocate 1")]
    [InlineData("schedule every 3; allocate 1",
        "allocate 1", "schedule eager; allocate 1", "schedule at 3 6 9; allocate 1", "schedule every 2; allocate 1",
        "schedule every 2; allocate 1")]
    [InlineData("schedule at 2 5 9 70; allocate 1",
        "allocate 1", "schedule at 2 5; allocate 1", "schedule at 9 70; allocate 1", "schedule at 2 5 9; allocate 1",
        "schedule at 2 5 70; allocate 1", "schedule at 2 9 70; allocate 1", "schedule at 5 9 70; allocate 1",
        "schedule at 1 5 9 70; allocate 1", "schedule at 1 5 9 70; allocate 1", "schedule at 1 2 9 70; allocate 1",
        "schedule at 2 3 9 70; allocate 1", "schedule at 2 4 9 70; allocate 1", "schedule at 2 3 9 70; allocate 1",
        "schedule at 2 4 9 70; allocate 1", "schedule at 1 2 5 70; allocate 1", "schedule at 2 5 7 70; allocate 1",
        "schedule at 2 5 8 70; allocate 1", "schedule at 1 2 5 9; allocate 1", "schedule at 2 5 9 35; allocate 1",
        "schedule at 2 5 9 53; allocate 1", "schedule at 2 5 9 62; allocate 1", "schedule at 2 5 9 66; allocate 1",
        "schedule at 2 5 9 68; allocate 1", "schedule at 2 5 9 69; allocate 1")]
    [InlineData("schedule at 1 2; allocate 1",
        "allocate 1", "schedule at 1; allocate 1", "schedule at 2; allocate 1")]
    [InlineData("schedule at 5; allocate 1",
        "allocate 1", "schedule at 1; allocate 1", "schedule at 2; allocate 1", "schedule at 3; allocate 1",
        "schedule at 4; allocate 1")]
    [InlineData("schedule at 65; allocate 1",
        "allocate 1", "schedule at 1; allocate 1", "schedule at 33; allocate 1", "schedule at 49; allocate 1",
        "schedule at 57; allocate 1", "schedule at 61; allocate 1", "schedule at 63; allocate 1",
        "schedule at 64; allocate 1")]
    public void A_schedule_becomes_simpler_and_a_heap_emptier(
        string start, params string[] proposed) =>
        Assert.Equal(proposed, Proposals.Of(new SimplerSchedules(new() { PointsMax = 10 }).Pass, start));

    [Theory]
    [InlineData("schedule at 3; $0: Int = 1; observe $0; allocate 1",
        "schedule at 3; observe 0; allocate 1", "schedule at 3; observe $0; allocate 1",
        "schedule at 3; $0: Int = 1; allocate 1", "schedule at 3; $0: Int = 1; allocate 1",
        "schedule at 3; $0: Int = 1; observe $0", "schedule at 3; $0: Int = 1; observe $0",
        "schedule at 3; $0: Int = 1; observe $0; allocate 0", "schedule at 3; $0: Int = 1; observe 0; allocate 1",
        "schedule at 3; $0: Int = 0; observe $0; allocate 1", "$0: Int = 1; observe $0; allocate 1",
        "schedule at 1; $0: Int = 1; observe $0; allocate 1", "schedule at 2; $0: Int = 1; observe $0; allocate 1")]
    public void Single_edits_leave_out_an_op_both_ways_lower_values_and_simplify_the_schedule(
        string start, params string[] proposed) =>
        Assert.Equal(proposed, Proposals.Of(new SingleEdits(new() { PointsMax = 10 }).Pass, start));
}
