namespace Vera.GcStress.Cli.Parsing;

/// <summary>What the process says to whoever started it.</summary>
public enum ExitCode
{
    /// <summary>Everything is as it should be.</summary>
    Clean = 0,

    /// <summary>Something was found, or is not as expected.</summary>
    Found = 1,

    /// <summary>The command line is wrong, or what it names cannot be read or written.</summary>
    Usage = 2,

    /// <summary>The harness itself failed, or cannot say anything.</summary>
    Broken = 3,

    /// <summary>The user stopped it; what was found by then is saved.</summary>
    Interrupted = 130,
}
