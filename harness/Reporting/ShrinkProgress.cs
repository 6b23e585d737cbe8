using System.Diagnostics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Reporting;

/// <summary>What shrinking one case is doing, a line every few seconds.</summary>
internal sealed class ShrinkProgress : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Ticker? ticker;
    private readonly int before;
    private volatile int smallest;
    private int tried;

    /// <param name="screen">Where the lines go.</param>
    /// <param name="failing">The case before.</param>
    /// <param name="quiet">Whether there are none.</param>
    public ShrinkProgress(Screen screen, StressCase failing, bool quiet)
    {
        before = smallest = failing.Ops.Length;
        ticker = quiet ? null : new Ticker(Period, () => screen.Error.WriteLine(Line()));
    }

    /// <summary>A case is about to be tried.</summary>
    public void Try() => Interlocked.Increment(ref tried);

    /// <summary>One that is smaller fails too.</summary>
    public void Note(StressCase smaller, int attempts) => smallest = smaller.Ops.Length;

    public void Dispose() => ticker?.Dispose();

    private string Line() =>
        $"{Numbers.Duration(clock.Elapsed)}  {Numbers.Of(Volatile.Read(ref tried), "case")} tried; " +
        $"{Numbers.Of(smallest, "op")} of {before} left";
}
