using System.Text.Json;
using Vera.GcStress.Benchmarks;

namespace Vera.GcStress.Reporting;

/// <summary>What was measured as one JSON document, for scripts: seconds and bytes, nothing rounded away.</summary>
public static class BenchJson
{
    public static string Of(BenchScore score) => JsonText.Write(json =>
    {
        json.WriteString("verb", "bench");
        json.WriteStartObject("machine");
        json.WriteNumber("cores", score.Machine.Cores);
        json.WriteString("processor", score.Machine.Processor);
        json.WriteString("versions", score.Machine.Versions);
        json.WriteEndObject();
        json.WriteNumber("elapsed_s", Math.Round(score.Elapsed.TotalSeconds, 3));
        List(json, "ratios", BenchRatio.All(score), ratio =>
        {
            json.WriteString("what", ratio.What);
            json.WriteNumber("ratio", ratio.Value!.Value);
            json.WriteString("budget", ratio.Budget);
        });
        List(json, "lanes", score.Lanes?.Rows ?? [], row => Lane(json, row));
        if (score.Lanes is { } lanes)
        {
            Write(json, "instance_s", lanes.Instantiate);
        }

        List(json, "containers", score.Containers?.Rows ?? [], row => Container(json, row));
        List(json, "heaps", score.Containers?.Heaps ?? [], row => Heap(json, row));
        List(json, "collections", score.Collections?.Rows ?? [], row => Pauses(json, row));
        List(json, "vera", score.Vera?.Points ?? [], point => Vera(json, score.Vera!, point));
    });

    private static void Lane(Utf8JsonWriter json, LaneRow row)
    {
        json.WriteString("lane", BenchNames.Of(row.Lane));
        json.WriteString("schedule", BenchNames.Of(row.Schedule));
        json.WriteNumber("cases", row.Cases);
        json.WriteNumber("ops_mean", row.OpsMean);
        Write(json, "case_run_alone_s", row.Off);
        Write(json, "case_judged_s", row.On);
        json.WriteNumber("speed_kept", row.SpeedKept);
        List(json, "parts", row.Parts, part =>
        {
            json.WriteString("name", part.Name);
            Write(json, "seconds", part.Seconds);
        });
    }

    private static void Container(Utf8JsonWriter json, ContainerRow row)
    {
        json.WriteString("runtime", BenchNames.Of(row.Runtime));
        json.WriteString("element", $"{row.Element}");
        json.WriteString("operation", BenchNames.Of(row.Operation));
        Exponent(json, row.Exponent);
        List(json, "points", row.Points, point =>
        {
            json.WriteNumber("size", point.Size);
            Write(json, "seconds", point.Seconds);
            json.WriteNumber("bytes", point.BytesAllocated);
        });
    }

    private static void Heap(Utf8JsonWriter json, HeapRow row)
    {
        json.WriteString("runtime", BenchNames.Of(row.Runtime));
        json.WriteString("element", $"{row.Element}");
        Exponent(json, row.Exponent);
        List(json, "points", row.Points, point =>
        {
            json.WriteNumber("size", point.Size);
            json.WriteNumber("peak_bytes", point.PeakBytes);
            json.WriteNumber("live_bytes", point.LiveBytes);
        });
    }

    private static void Pauses(Utf8JsonWriter json, PauseRow row)
    {
        json.WriteString("collector", BenchNames.Of(row.Collector));
        json.WriteString("heap", BenchNames.Of(row.Shape));
        Exponent(json, row.Exponent);
        List(json, "points", row.Points, point =>
        {
            json.WriteNumber("live_bytes", point.LiveBytes);
            json.WriteNumber("blocks", point.Blocks);
            Write(json, "seconds", point.Seconds);
        });
    }

    private static void Vera(Utf8JsonWriter json, VeraChainScore vera, VeraChainPoint point)
    {
        json.WriteString("version", vera.Version);
        json.WriteNumber("size", point.Size);
        json.WriteNumber("vera_s", point.VeraSeconds);
        json.WriteNumber("container_s", point.OurSeconds);
        json.WriteNumber("ratio", point.Ratio);
    }

    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, Sample sample)
    {
        json.WriteStartObject(name);
        json.WriteNumber("median", sample.Median);
        json.WriteNumber("low", sample.Low);
        json.WriteNumber("high", sample.High);
        json.WriteEndObject();
    }

    private static void Exponent(Utf8JsonWriter json, double? exponent)
    {
        if (exponent is { } value)
        {
            json.WriteNumber("exponent", Math.Round(value, 4));
        }
        else
        {
            json.WriteNull("exponent");
        }
    }
}
