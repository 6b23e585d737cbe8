namespace Vera.GcStress.Targets.Vera.Own.Runs;

/// <summary>What a function returned.</summary>
public abstract record RunValue
{
    private RunValue()
    {
    }

    /// <summary>Unit.</summary>
    public sealed record Nothing : RunValue;

    /// <summary>An Int, Nat, Bool, Byte, or the address of a value on the heap.</summary>
    public sealed record Integer(long Value) : RunValue;

    /// <summary>A Float64.</summary>
    public sealed record Real(double Value) : RunValue;

    /// <summary>A String or an Array, which look the same here.</summary>
    /// <param name="Pointer">Where it lies.</param>
    /// <param name="Length">Bytes of a String, elements of an Array.</param>
    /// <param name="Text">The bytes as text; null if they are not in memory, or more than a run may print.</param>
    public sealed record Pair(uint Pointer, int Length, string? Text) : RunValue;
}
