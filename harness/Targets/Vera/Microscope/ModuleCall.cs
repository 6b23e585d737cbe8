using System.Collections.Immutable;

namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>What is run of a program, and what it is given.</summary>
/// <param name="Function">An exported function.</param>
/// <param name="Arguments">Its arguments, as text.</param>
/// <param name="Input">What it may read from standard input.</param>
public sealed record ModuleCall(string Function, ImmutableArray<string> Arguments, string Input)
{
    /// <summary>
    /// The types of the parameters as Vera's compiler names them, such as i64, f64 or i32_pair; none where a text
    /// itself says what it is.
    /// </summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>What Vera's compiler calls a String, and whatever else is two words.</summary>
    public const string Pair = "i32_pair";

    /// <summary>Whether a parameter takes a String, or whatever else is two words.</summary>
    public bool TakesPair => Types.Contains(Pair);
}
