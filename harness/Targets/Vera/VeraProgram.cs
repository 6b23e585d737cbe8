using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Targets.Vera;

/// <summary>One case as a program of its own, whose addresses are right where <c>vera run</c> runs it alone.</summary>
/// <remarks>
/// The heap begins after the program's string literals, which addresses may be among: it is compiled, and written again
/// for the heap that it turned out to have, until both agree.
/// </remarks>
internal sealed class VeraProgram : ITarget
{
    private const int AttemptsMax = 5;

    private readonly ProgramRunner runner;

    private VeraProgram(ProgramRunner runner, string source, int heapStart) =>
        (this.runner, Source, HeapStart) = (runner, source, heapStart);

    /// <summary>The whole program; it begins with <c>main</c>'s helpers and has no comment.</summary>
    public string Source { get; }

    public int HeapStart { get; }

    public bool CollectsAtPoints => false;

    public bool LiesAlike => false;

    /// <summary>The program of a case that the release supports, or null if the compiler refuses it.</summary>
    /// <param name="runner">What compiles it.</param>
    /// <param name="stressCase">The case.</param>
    /// <param name="padded">Whether the heap is to begin where it does in campaigns, behind a long literal.</param>
    internal static VeraProgram? Of(ProgramRunner runner, StressCase stressCase, bool padded)
    {
        var later = stressCase.Tables.Start;
        var start = padded ? runner.HeapStart : VeraSource.HeapStartOf(VeraSource.Print(stressCase, 0, 0)) - later;
        var padding = padded ? VeraSource.PaddingOf(VeraSource.Print(stressCase, start, 0)) : 0;
        for (var attempt = 0; attempt < AttemptsMax && padding >= 0; attempt++)
        {
            var source = VeraSource.Print(stressCase, start, padding);
            if (runner.HeapStartOf(source) - later is not { } real)
            {
                return null;
            }

            if (real == start)
            {
                return new(runner, source, start);
            }

            (start, padding) = padded ? (start, padding - (real - start)) : (real, 0);
        }

        return null;
    }

    /// <summary>Runs this program; the case is the one that it was made of.</summary>
    public Execution Run(StressCase stressCase, IWatcher? watcher = null)
    {
        ArgumentNullException.ThrowIfNull(stressCase);
        var run = runner.RunProgram(Source, stressCase, HeapStart + stressCase.Tables.Start);
        return VeraTarget.Shown(VeraTarget.ExecutionOf(stressCase, run), watcher);
    }
}
