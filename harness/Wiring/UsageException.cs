namespace Vera.GcStress.Wiring;

/// <summary>The user is wrong: one line that says how, and exit code 2.</summary>
internal sealed class UsageException(string message, Exception? cause = null) : Exception(message, cause);
