namespace Vera.GcStress.Files;

/// <summary>A place for results cannot be written to: which, and why, in one line.</summary>
internal sealed class OutputException(string message, Exception? cause = null) : Exception(message, cause);
