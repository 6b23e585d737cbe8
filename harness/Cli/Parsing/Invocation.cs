using Vera.GcStress.Reporting;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>What every verb is given.</summary>
/// <param name="Screen">Where its words go.</param>
/// <param name="Stop">Cancelled by Ctrl-C.</param>
internal sealed record Invocation(Screen Screen, CancellationToken Stop)
{
    /// <summary>How a verb ends that judged nothing, or nothing of a part: as found, unless that is allowed.</summary>
    /// <param name="said">The line that says why; null: something was judged.</param>
    /// <param name="isAllowed">Whether the user said that it is all right.</param>
    public ExitCode EndedEmpty(string? said, bool isAllowed)
    {
        if (said is null || isAllowed)
        {
            return ExitCode.Clean;
        }

        Screen.Error.WriteLine(said);
        return ExitCode.Found;
    }
}
