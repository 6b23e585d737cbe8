using System.Globalization;
using System.Text;
using Vera.GcStress.Benchmarks;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Reporting.Benchmarks;

/// <summary>How what was measured is called and how its numbers are written, in text and on the page alike.</summary>
internal static class BenchNames
{
    /// <summary>The type of a container that is compared with .NET's.</summary>
    public static string Of(RivalPoint point) =>
        point.IsMap ? $"Map<{point.Element}, Int>" : $"Set<{point.Element}>";

    public const string HowMeasured =
        "Medians of several rounds, in processor time; two workers and Vera by the clock.";

    /// <summary><c>HostStore</c> is <c>host-store</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = new StringBuilder();
        foreach (var letter in $"{value}")
        {
            name.Append(char.IsAsciiLetterUpper(letter) && name.Length > 0 ? "-" : "");
            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }

    public static string Of(CollectionSchedule schedule) => schedule is CollectionSchedule.Eager ? "eager" : "natural";

    public static string Of(LaneRow row) => $"{Of(row.Lane)}, {Of(row.Schedule)}";

    public static string Of(PauseRow row) => $"{Of(row.Collector)}, {Of(row.Shape)}";

    /// <summary>The runtime, and what its sets hold where that is not integers.</summary>
    public static string Subject<T>(T runtime, TypeKind element)
        where T : struct, Enum => element == TypeKind.Int ? Of(runtime) : $"{Of(runtime)}, {element}";

    /// <summary>With the power by which it grows.</summary>
    public static string Grown(string name, double? exponent) =>
        exponent is null ? name : $"{name} (n^{Exponent(exponent)})";

    /// <summary>Two digits or more: 0.42, 3.1, 12, 1,234.</summary>
    public static string Number(double value) => value switch
    {
        < 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        < 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("N0", CultureInfo.InvariantCulture),
    };

    /// <summary>Three digits: 42, 1.2k, 17M.</summary>
    public static string Short(double value) => value switch
    {
        < 1e3 => Number(value),
        < 1e6 => $"{Number(value / 1e3)}k",
        < 1e9 => $"{Number(value / 1e6)}M",
        _ => "1G+",
    };

    public static string Times(double? ratio) => ratio is { } value ? $"{Number(value)}x" : "";

    /// <summary>How often a second.</summary>
    public static string Rate(double seconds) => seconds > 0 ? Number(1 / seconds) : "";

    public static string Exponent(double? exponent) =>
        exponent is { } value ? value.ToString("0.00", CultureInfo.InvariantCulture) : "";

    public static string Duration(double seconds) => seconds switch
    {
        < 1e-6 => $"{Number(seconds * 1e9)} ns",
        < 1e-3 => $"{Number(seconds * 1e6)} us",
        < 1 => $"{Number(seconds * 1e3)} ms",
        _ => $"{Number(seconds)} s",
    };

    /// <summary>How far rounds lie apart, as a part of the median.</summary>
    public static string Spread(Sample sample) => sample.Spread.ToString("P0", CultureInfo.InvariantCulture);

    /// <summary>Pauses are told by the heap's size in megabytes.</summary>
    public static string Megabytes(long bytes) => $"{Number(bytes / 1e6)} MB";
}
