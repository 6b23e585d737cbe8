namespace Vera.GcStress.Stressing;

/// <summary>What came of all programs.</summary>
/// <param name="Programs">Each program, in the order in which they were named; one for each function that was run.
/// </param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Interrupted">Whether it was stopped before its end.</param>
internal sealed record StressReport(IReadOnlyList<ProgramResult> Programs, TimeSpan Elapsed, bool Interrupted)
{
    /// <summary>Runs of all programs.</summary>
    public long Runs => Programs.Sum(program => (long)program.Runs);

    /// <summary>Runs by the clock on the wall; 0 if no time has passed.</summary>
    public double RunsPerSecond => Elapsed.TotalSeconds > 0 ? Runs / Elapsed.TotalSeconds : 0;

    /// <summary>How many programs these are, whatever was run of each.</summary>
    public int Files => FilesOf(_ => true);

    /// <summary>Programs that compiled.</summary>
    public int Compiled => FilesOf(program => program.Compiled);

    private int FilesOf(Func<ProgramResult, bool> are) =>
        Programs.Where(are).DistinctBy(program => program.File).Count();

    /// <summary>Programs that Vera itself rejects: they are none to be run.</summary>
    public int Rejected => Programs.Count(program => program.IsRejected);

    /// <summary>Programs with this verdict.</summary>
    public int Count(ProgramVerdict verdict) => Programs.Count(program => program.Verdict == verdict);
}
