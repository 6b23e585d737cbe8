namespace Vera.GcStress.Exhausting;

/// <summary>What a step does.</summary>
public enum StepKind
{
    /// <summary>Makes a version with one more entry.</summary>
    Insert,

    /// <summary>Makes a version without a key.</summary>
    Remove,

    /// <summary>Gives a version another name.</summary>
    Alias,

    /// <summary>Looks for a key.</summary>
    Get,

    /// <summary>Reads all entries.</summary>
    Iterate,
}

/// <summary>One step of a small program.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Version">To which version, from 0: the empty one.</param>
/// <param name="Key">With which key; 0 where it takes none.</param>
/// <param name="Value">With which value; 0 where it takes none.</param>
internal readonly record struct Step(StepKind Kind, int Version, int Key, int Value)
{
    /// <summary>Whether it makes a version.</summary>
    public bool Makes => Kind <= StepKind.Alias;

    /// <summary>Whether it takes a key.</summary>
    public bool TakesKey => Kind is StepKind.Insert or StepKind.Remove or StepKind.Get;
}
