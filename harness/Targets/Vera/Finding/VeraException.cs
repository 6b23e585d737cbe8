namespace Vera.GcStress.Targets.Vera.Finding;

/// <summary>No Vera can be run, and the message says in one line why: the user's to mend, not ours.</summary>
public sealed class VeraException(string message) : Exception(message);
