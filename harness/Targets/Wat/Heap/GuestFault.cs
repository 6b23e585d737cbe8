namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>
/// Host code met something in guest memory that no sound program leaves there: an address outside memory, a dead
/// handle, a wrapper without its tag. The run ends as trapped; the message says what was read and where.
/// </summary>
/// <param name="reason">What kind of thing it was.</param>
/// <param name="message">For people.</param>
/// <param name="addresses">Where it was met.</param>
public sealed class GuestFault(TrapReason reason, string message, params uint[] addresses) : Exception(message)
{
    /// <summary>The same as a value.</summary>
    public Trap Trap => new(reason, Message) { Addresses = [.. addresses] };
}
