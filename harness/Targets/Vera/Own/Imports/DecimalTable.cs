using Vera.GcStress.Targets.Vera.Own.Python;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>The Decimals of one run, by handle.</summary>
internal sealed class DecimalTable
{
    private readonly Dictionary<uint, PythonDecimal> kept = [];
    private uint made;

    public int Count => kept.Count;

    public uint Keep(PythonDecimal value)
    {
        kept.Add(++made, value);
        return made;
    }

    public PythonDecimal Of(long handle) => kept.TryGetValue(unchecked((uint)handle), out var value)
        ? value
        : throw RunStop.Failed($"KeyError: {handle}");

    public void Drop(int handle) => kept.Remove(unchecked((uint)handle));
}
