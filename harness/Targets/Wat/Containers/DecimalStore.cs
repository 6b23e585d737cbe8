using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Targets.Wat.Containers;

/// <summary>Decimals live on the host's side in every version of Vera; wrappers hold their handles.</summary>
/// <remarks>Handles count from 1; with other numbers they can be made to look like heap addresses.</remarks>
internal sealed class DecimalStore(int firstHandle = 1, int step = 1)
{
    private readonly Dictionary<int, decimal> values = [];
    private int made;

    /// <summary>How many are alive.</summary>
    public int Count => values.Count;

    public void Reset()
    {
        values.Clear();
        made = 0;
    }

    public int Add(decimal value)
    {
        var handle = checked(firstHandle + (step * made++));
        values.Add(handle, value);
        return handle;
    }

    public decimal Read(int handle) =>
        values.TryGetValue(handle, out var value)
            ? value
            : throw new GuestFault(TrapReason.DeadHandle, $"decimal handle {handle} is dead");

    public void Release(int handle) => values.Remove(handle);
}
