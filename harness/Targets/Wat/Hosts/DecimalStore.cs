using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Hosts;

/// <summary>Decimals live on the host's side in every version of Vera; wrappers hold their handles.</summary>
public sealed class DecimalStore
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
        values.Add(++made, value);
        return made;
    }

    public decimal Read(int handle) =>
        values.TryGetValue(handle, out var value) ? value : throw new GuestFault($"decimal handle {handle} is dead");

    public void Release(int handle) => values.Remove(handle);
}
