using System.Numerics;

namespace Vera.GcStress.Coverage;

/// <summary>Counts in how many cases each value of each axis was seen.</summary>
/// <remarks>Adding a case costs some nanoseconds per value it shows: names are spelled only when asked for.</remarks>
public sealed class AxisTally
{
    private const int ValuesPerAxis = 32;
    private const int AxesCount = 10;

    private readonly int[] counts = new int[AxesCount * ValuesPerAxis];

    /// <summary>Cases counted so far.</summary>
    public int Cases { get; private set; }

    internal void Add(in AxisValues values)
    {
        Cases++;
        for (var axis = 0; axis < AxesCount; axis++)
        {
            for (var bits = FlagsOf(values, axis); bits != 0; bits &= bits - 1)
            {
                counts[(axis * ValuesPerAxis) + BitOperations.TrailingZeroCount(bits)]++;
            }
        }
    }

    /// <summary>All counts, those that no value has too, as <see cref="Restore"/> takes them.</summary>
    public IReadOnlyList<int> Counts => counts;

    /// <summary>Puts counts back that were taken from an empty tally's successor.</summary>
    public void Restore(int cases, IReadOnlyList<int> saved)
    {
        Cases = cases;
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = saved[i];
        }
    }

    /// <summary>Adds what another tally counted.</summary>
    public void Add(AxisTally other)
    {
        Cases += other.Cases;
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] += other.counts[i];
        }
    }

    /// <summary>Every value of every axis as <c>axis: value</c>, in the order of the design, with its count.</summary>
    public IEnumerable<(string Name, int Count)> Rows()
    {
        var names = AxisValues.All.Names().GetEnumerator();
        for (var axis = 0; axis < AxesCount; axis++)
        {
            for (var bits = FlagsOf(AxisValues.All, axis); bits != 0; bits &= bits - 1)
            {
                names.MoveNext();
                yield return (names.Current, counts[(axis * ValuesPerAxis) + BitOperations.TrailingZeroCount(bits)]);
            }
        }
    }

    private static uint FlagsOf(in AxisValues values, int axis) => axis switch
    {
        0 => (uint)values.Containers,
        1 => (uint)values.Elements,
        2 => (uint)values.Origins,
        3 => (uint)values.Holders,
        4 => (uint)values.Operations,
        5 => (uint)values.Pressure,
        6 => (uint)values.Heap,
        7 => (uint)values.Schedule,
        8 => (uint)values.Values,
        _ => (uint)values.Controls,
    };
}
