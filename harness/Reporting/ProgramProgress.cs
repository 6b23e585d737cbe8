using System.Diagnostics;

namespace Vera.GcStress.Reporting;

/// <summary>What shrinking one program is doing, a line every few seconds.</summary>
internal sealed class ProgramProgress : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Ticker? ticker;
    private readonly int before;
    private volatile int smallest;
    private volatile int tried;

    /// <param name="screen">Where the lines go.</param>
    /// <param name="source">The program before.</param>
    /// <param name="quiet">Whether there are none.</param>
    public ProgramProgress(Screen screen, string source, bool quiet)
    {
        before = smallest = LinesOf(source);
        ticker = quiet ? null : new Ticker(Period, () => screen.Error.WriteLine(Line()));
    }

    /// <summary>Lines that are neither blank nor a comment nor a contract.</summary>
    public static int LinesOf(string source) => source.Split('\n').Select(line => line.Trim()).Count(line =>
        line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal) && !IsContract(line));

    /// <summary>A smaller program shows the same.</summary>
    public void Note(string smaller, int attempts) => (smallest, tried) = (LinesOf(smaller), attempts);

    public void Dispose() => ticker?.Dispose();

    private static bool IsContract(string line) => line.StartsWith("requires(", StringComparison.Ordinal)
        || line.StartsWith("ensures(", StringComparison.Ordinal)
        || line.StartsWith("decreases(", StringComparison.Ordinal)
        || line.StartsWith("effects(", StringComparison.Ordinal);

    private string Line() =>
        $"{Numbers.Duration(clock.Elapsed)}  {Numbers.Of(tried, "program")} tried; " +
        $"{Numbers.Of(smallest, "line")} of {before} left";
}
