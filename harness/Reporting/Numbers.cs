namespace Vera.GcStress.Reporting;

/// <summary>Numbers as people read them.</summary>
internal static class Numbers
{
    /// <summary><c>1 case</c>, <c>2 cases</c>.</summary>
    public static string Of(long count, string thing) => $"{count:N0} {thing}{(count == 1 ? "" : "s")}";

    public static string Duration(TimeSpan time) => time.TotalSeconds < 100
        ? $"{time.TotalSeconds:F1} s"
        : $"{(long)time.TotalMinutes} min {time.Seconds} s";

    public static string Bytes(long bytes) => bytes switch
    {
        < 10 << 10 => Of(bytes, "byte"),
        < 10 << 20 => $"{bytes >> 10:N0} KiB",
        _ => $"{bytes >> 20:N0} MiB",
    };
}
