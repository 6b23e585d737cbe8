namespace Vera.GcStress.Programs.Parsing;

/// <summary>A case's text or file is not one: where, and why, in one line.</summary>
public sealed class CaseFormatException : Exception
{
    /// <param name="line">The line, counted from 1, or 0 where no line is to blame.</param>
    /// <param name="reason">What is wrong, without the line.</param>
    /// <param name="source">The name of the file, if there is one.</param>
    public CaseFormatException(int line, string reason, string? source = null)
        : base(Describe(line, reason, source))
    {
        Line = line;
        Reason = reason;
    }

    /// <summary>Counted from 1; 0 where no line is to blame.</summary>
    public int Line { get; }

    /// <summary>What is wrong, without the line and the file.</summary>
    public string Reason { get; }

    private static string Describe(int line, string reason, string? source) => (source, line) switch
    {
        (null, 0) => reason,
        (null, _) => $"line {line}: {reason}",
        (_, 0) => $"{source}: {reason}",
        _ => $"{source}:{line}: {reason}",
    };
}
