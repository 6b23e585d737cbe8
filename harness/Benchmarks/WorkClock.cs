namespace Vera.GcStress.Benchmarks;

/// <summary>
/// How long the processor works for this process: what other processes do at the same time is left out.
/// </summary>
internal static class WorkClock
{
    /// <summary>Seconds of processor time that an action takes, over all threads.</summary>
    public static double Seconds(Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}
