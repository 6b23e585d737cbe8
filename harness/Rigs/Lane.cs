namespace Vera.GcStress.Rigs;

/// <summary>What it takes to see a failure.</summary>
public enum Lane
{
    /// <summary>The driven way.</summary>
    Driven,

    /// <summary>The driven and the compiled way.</summary>
    Both,

    /// <summary>Several schedules, and a comparison of their runs.</summary>
    Variants,
}
