using Vera.GcStress.Programs;

namespace Vera.GcStress.Coverage;

/// <summary>Tells where a case lies on the axes of the design, from the case alone, wherever it comes from.</summary>
/// <remarks>
/// One pass over the ops of a valid case, without running them. What cannot be known that way is not claimed: a key
/// that is read out of a container counts as present in that container and nowhere else.
/// </remarks>
internal static class Axes
{
    public static AxisValues AxesOf(StressCase stressCase) => AxesOf(stressCase, null);

    /// <param name="stressCase">A valid case.</param>
    /// <param name="trace">Also told of what happens in which op.</param>
    internal static AxisValues AxesOf(StressCase stressCase, CellTrace? trace)
    {
        var ops = new AxisOps(trace);
        foreach (var op in stressCase.Ops)
        {
            trace?.NextOp();
            ops.Add(op);
        }

        var seen = ops.Seen;
        return new(
            seen.ContainersMade > 1 ? seen.Containers | ContainerAxis.Several : seen.Containers,
            seen.Elements,
            seen.Origins,
            seen.Holders,
            seen.Operations,
            ops.Pressure == PressureAxis.None ? PressureAxis.Absent : ops.Pressure,
            (HeapAxis)(1 << (int)stressCase.Heap),
            ScheduleOf(stressCase.Schedule),
            seen.Values,
            seen.Controls == ControlAxis.None ? ControlAxis.Straight : seen.Controls);
    }

    private static ScheduleAxis ScheduleOf(CollectionSchedule schedule) => schedule switch
    {
        CollectionSchedule.Natural => ScheduleAxis.Natural,
        CollectionSchedule.Eager => ScheduleAxis.Eager,
        CollectionSchedule.Every => ScheduleAxis.Every,
        _ => ScheduleAxis.At,
    };
}
