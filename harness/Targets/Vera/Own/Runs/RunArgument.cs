namespace Vera.GcStress.Targets.Vera.Own.Runs;

/// <summary>An argument of an exported function.</summary>
public abstract record RunArgument
{
    private RunArgument()
    {
    }

    /// <summary>For an Int, Nat, Bool or Byte.</summary>
    public sealed record Integer(long Value) : RunArgument;

    /// <summary>For a Float64.</summary>
    public sealed record Real(double Value) : RunArgument;

    /// <summary>For a String, which is allocated on the guest's heap.</summary>
    public sealed record Text(string Value) : RunArgument;
}
