using System.Text.Json.Serialization;
using Vera.GcStress.Benchmarks;

namespace Vera.GcStress.Reporting.Benchmarks;

/// <summary>What was measured as one JSON document, for scripts: seconds and bytes, nothing rounded away.</summary>
internal readonly struct BenchDocument(BenchScore score)
{
    public MachineInfo Machine => score.Machine;

    public double ElapsedS => JsonText.Seconds(score.Elapsed);

    public IEnumerable<Ratio> Ratios =>
        BenchRatio.All(score).Select(r => new Ratio(r.What, r.Value!.Value, r.Budget, r.Holds));

    public IEnumerable<Lane> Lanes => (score.Lanes?.Rows ?? []).Select(row => new Lane(row));

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Measured? InstanceS => score.Lanes is { } lanes ? Measured.Of(lanes.Instantiate) : null;

    public IEnumerable<Container> Containers => (score.Containers?.Rows ?? []).Select(row => new Container(row));

    public IEnumerable<Heap> Heaps => (score.Containers?.Heaps ?? []).Select(row => new Heap(row));

    public IEnumerable<Rival> Rivals => (score.Rivals?.Points ?? []).Select(point => new Rival(point));

    public IEnumerable<Pauses> Collections => (score.Collections?.Rows ?? []).Select(row => new Pauses(row));

    public IEnumerable<Chain> Vera => score.Vera is { } vera ? vera.Points.Select(point => Chain.Of(vera, point)) : [];

    public static string Of(BenchScore score) => JsonText.Of("bench", new BenchDocument(score), BenchContext.Default);

    private static double? Rounded(double? exponent) => exponent is { } value ? Math.Round(value, 4) : null;

    internal sealed record Measured(double Median, double Low, double High)
    {
        public static Measured Of(Sample sample) => new(sample.Median, sample.Low, sample.High);
    }

    internal sealed record Ratio(
        string What, [property: JsonPropertyName("ratio")] double Value, string Budget, bool? Holds);

    internal sealed record Part(string Name, Measured Seconds);

    internal sealed record Timed(int Size, Measured Seconds, double Bytes);

    internal sealed record Pause(long LiveBytes, long Blocks, Measured Seconds);

    internal sealed record Chain(string Version, int Size, double VeraS, double ContainerS, double Ratio)
    {
        public static Chain Of(VeraChainScore vera, VeraChainPoint point) =>
            new(vera.Version, point.Size, point.VeraSeconds, point.OurSeconds, point.Ratio);
    }

    internal readonly struct Lane(LaneRow row)
    {
        [JsonPropertyName("lane")]
        public string Name => BenchNames.Of(row.Lane);

        public string Schedule => BenchNames.Of(row.Schedule);

        public int Cases => row.Cases;

        public double OpsMean => row.OpsMean;

        public Measured CaseRunAloneS => Measured.Of(row.Off);

        public Measured CaseJudgedS => Measured.Of(row.On);

        public double SpeedKept => row.SpeedKept;

        public IEnumerable<Part> Parts => row.Parts.Select(part => new Part(part.Name, Measured.Of(part.Seconds)));
    }

    internal readonly struct Container(ContainerRow row)
    {
        public string Runtime => BenchNames.Of(row.Runtime);

        public string Element => $"{row.Element}";

        public string Operation => BenchNames.Of(row.Operation);

        public double? Exponent => Rounded(row.Exponent);

        public IEnumerable<Timed> Points =>
            row.Points.Select(p => new Timed(p.Size, Measured.Of(p.Seconds), p.BytesAllocated));
    }

    internal readonly struct Heap(HeapRow row)
    {
        public string Runtime => BenchNames.Of(row.Runtime);

        public string Element => $"{row.Element}";

        public double? Exponent => Rounded(row.Exponent);

        public IEnumerable<HeapPoint> Points => row.Points;
    }

    internal readonly struct Rival(RivalPoint point)
    {
        public string Container => BenchNames.Of(point);

        public int Size => point.Size;

        public Measured ChainS => Measured.Of(point.Chain);

        public Measured FoldS => Measured.Of(point.Fold);

        public Measured ImmutableS => Measured.Of(point.Immutable);

        public Measured BuilderS => Measured.Of(point.Builder);

        public double LiveBytes => point.LiveBytes;

        public double PeakBytes => point.PeakBytes;
    }

    internal readonly struct Pauses(PauseRow row)
    {
        public string Collector => BenchNames.Of(row.Collector);

        [JsonPropertyName("heap")]
        public string Shape => BenchNames.Of(row.Shape);

        public double? Exponent => Rounded(row.Exponent);

        public IEnumerable<Pause> Points =>
            row.Points.Select(p => new Pause(p.LiveBytes, p.Blocks, Measured.Of(p.Seconds)));
    }
}

[JsonSerializable(typeof(BenchDocument))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class BenchContext : JsonSerializerContext;
