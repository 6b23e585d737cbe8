using System.Collections.Immutable;

namespace Vera.GcStress.Stressing;

/// <summary>What came of a program.</summary>
public enum ProgramVerdict
{
    /// <summary>It did the same in every way it was run.</summary>
    Pass,

    /// <summary>Something is wrong that is not on file.</summary>
    Fail,

    /// <summary>Its module is not one that we know how to look into.</summary>
    Unsupported,

    /// <summary>There was nothing to run, or what it needs is refused here.</summary>
    NotRun,
}

/// <summary>What came of one program, and how.</summary>
/// <param name="File">Its file, as the user named it.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">
/// Why it was not judged or not to the end, how every run of it ends if that is a trap, and which arguments it was
/// given that no user named; empty otherwise.
/// </param>
/// <param name="Runs">How often it was run.</param>
/// <param name="Findings">What is wrong.</param>
public sealed record ProgramResult(
    string File, ProgramVerdict Verdict, string Reason, int Runs, ImmutableArray<StressFinding> Findings)
{
    /// <summary>Its function that was run, or was to be; empty: there is none.</summary>
    public string Function { get; init; } = "";

    /// <summary>What that was given.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Whether no user named these: they are small values of the parameters' types.</summary>
    public bool HasMadeUpArguments { get; init; }

    /// <summary>Whether it was run in every way, and came to an end of its own each time.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether Vera says that it is no program.</summary>
    public bool IsRejected { get; init; }

    /// <summary>Whether Vera compiled it.</summary>
    public bool Compiled { get; init; }

    /// <summary>Time by the clock on the wall, compiling included.</summary>
    public double Seconds { get; init; }
}
