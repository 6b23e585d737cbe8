namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>
/// Host code met something in guest memory that no sound program leaves there: an address outside memory, a dead
/// handle, a wrapper without its tag. The run ends as trapped; the message says what was read and where.
/// </summary>
public sealed class GuestFault(string message) : Exception(message);
