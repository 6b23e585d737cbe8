using Vera.GcStress.Benchmarks;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Reporting.Benchmarks;

/// <summary>One figure that says the same on every machine.</summary>
/// <param name="What">What is compared with what.</param>
/// <param name="Value">How many times as much.</param>
/// <param name="Least">What it should be at least, or null.</param>
internal sealed record BenchRatio(string What, double? Value, double? Least = null)
{
    private const int Compared = 10_000;

    /// <summary>Whether it is what it should be; null if that was not said.</summary>
    public bool? Holds => Least is { } least ? Value >= least : null;

    public string Budget => Least is { } least ? $"at least {least:#,0.#}" : "";

    /// <summary>What is not as it should be, a line each.</summary>
    public static IEnumerable<string> Missed(BenchScore score) => All(score).Where(ratio => ratio.Holds == false)
        .Select(ratio => $"missed: {ratio.What}: {BenchNames.Times(ratio.Value)}, {ratio.Budget}");

    /// <summary>All that follow from a score.</summary>
    public static IEnumerable<BenchRatio> All(BenchScore score) =>
        Lanes(score.Lanes).Concat(Containers(score.Containers)).Concat(Rivals(score.Rivals))
            .Concat(Collections(score.Collections)).Concat(Vera(score.Vera)).Where(ratio => ratio.Value is not null);

    private static IEnumerable<BenchRatio> Lanes(LaneScore? lanes)
    {
        foreach (var row in lanes?.Rows ?? [])
        {
            double? least = row is { Lane: BenchLane.Driven, Schedule: CollectionSchedule.Natural } ? 0.5 : null;
            yield return new($"{BenchNames.Of(row)}: speed with all oracles over run alone", row.SpeedKept, least);
        }

        yield return new("two workers over one", lanes?.TwoWorkers?.Median);
        var driven = lanes?.Rows.FirstOrDefault();
        yield return new("running a case over making an instance", driven?.Off.Median / lanes?.Instantiate.Median);
    }

    private static IEnumerable<BenchRatio> Containers(ContainerScore? containers)
    {
        var ours = Insertions(containers, "container");
        var largest = containers?.Sizes.LastOrDefault(size => size <= Compared && At(ours, size) > 0 &&
            At(Insertions(containers, "host-store"), size) > 0);
        foreach (var other in new[] { "host-store", "mirror", "bucket", "traced", "serialised" })
        {
            var ratio = largest is { } size ? At(Insertions(containers, other), size) / At(ours, size) : null;
            double? least = other == "host-store" ? 1 : null;
            yield return new($"{largest:N0} insertions: {other} over container, time", ratio, least);
        }
    }

    private static IEnumerable<BenchRatio> Rivals(RivalScore? rivals)
    {
        foreach (var point in rivals?.Points.Where(point => point.Size >= ContainerScore.FitFrom) ?? [])
        {
            var what = $"{point.Size:N0} insertions into {BenchNames.Of(point)}";
            yield return new($"{what}: .NET's over ours", point.Immutable.Median / point.Chain.Median);
            yield return new($"{what}: .NET's builder over a fold", point.Builder.Median / point.Fold.Median);
        }
    }

    private static ContainerRow? Insertions(ContainerScore? containers, string runtime) =>
        containers?.Rows.FirstOrDefault(r =>
            r is { Element: TypeKind.Int, Operation: ContainerOperation.Insert } &&
            BenchNames.Of(r.Runtime) == runtime);

    private static double? At(ContainerRow? row, int size) =>
        row?.Points.FirstOrDefault(point => point.Size == size)?.Seconds.Median;

    private static IEnumerable<BenchRatio> Collections(CollectionScore? collections)
    {
        foreach (var (shape, least) in new[] { (HeapShape.PointerRich, 1.0), (HeapShape.ScalarRich, 3.0) })
        {
            yield return new(
                $"pause of {BenchNames.Of(CollectorKind.Vera)} over {BenchNames.Of(CollectorKind.Hardened)}, " +
                $"{BenchNames.Of(shape)} heap",
                collections?.VeraOverHardened(shape),
                least);
        }
    }

    private static IEnumerable<BenchRatio> Vera(VeraChainScore? vera)
    {
        foreach (var point in vera?.Points ?? [])
        {
            yield return new($"{point.Size:N0} insertions: Vera {vera!.Version} over container", point.Ratio);
        }

        yield return new(
            $"{vera?.Largest?.Size:N0} insertions: Vera over container, as its growth tells",
            vera?.Largest?.Ratio,
            1000);
    }
}
