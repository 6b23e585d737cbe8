namespace Vera.GcStress.Benchmarks;

/// <summary>How much of everything is measured in a given time.</summary>
public sealed record BenchPlan(
    LaneBenchOptions Lanes, ContainerBenchOptions Containers, RivalBenchOptions Rivals,
    CollectionBenchOptions Collections)
{
    /// <summary>What the plan's numbers are meant for.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(45);

    /// <summary>A plan for about so much time: fewer cases, smaller sizes, or more of both.</summary>
    public static BenchPlan Of(TimeSpan time)
    {
        var scale = Math.Clamp(time / Usual, 0.01, 100);
        var usual = new BenchPlan(new(), new(), new(), new());
        return new(
            usual.Lanes with { Cases = Math.Max(20, (int)(usual.Lanes.Cases * scale)) },
            usual.Containers with
            {
                SecondsPerSize = usual.Containers.SecondsPerSize * scale,
                WarmUpSeconds = usual.Containers.WarmUpSeconds * Math.Min(1, scale),
            },
            new RivalBenchOptions
            {
                Sizes = scale >= 2
                    ? [.. usual.Rivals.Sizes, 1_000_000]
                    : [.. usual.Rivals.Sizes.Where(size => size <= 1_000_000 * scale)],
                WarmUpSeconds = usual.Rivals.WarmUpSeconds * Math.Min(1, scale),
                EntriesMin = (int)Math.Min(usual.Rivals.EntriesMin, 100_000 * scale),
            },
            usual.Collections with
            {
                LiveBytes = [.. usual.Collections.LiveBytes.Where(bytes => bytes <= 200_000_000 * scale)],
            });
    }
}
