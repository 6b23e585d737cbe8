namespace Vera.GcStress.Files;

/// <summary>A place for results cannot be written to: which, and why, in one line.</summary>
public sealed class OutputException : Exception
{
    public OutputException()
    {
    }

    public OutputException(string message)
        : base(message)
    {
    }

    public OutputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
