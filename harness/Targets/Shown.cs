namespace Vera.GcStress.Targets;

/// <summary>What it takes to see that a program of a real Vera is damaged.</summary>
public enum Shown
{
    /// <summary>A plain run shows it.</summary>
    Visible,

    /// <summary>A run with Vera's own eager mode shows it.</summary>
    Eager,

    /// <summary>Only the microscope does.</summary>
    Latent,
}

/// <summary>How files and documents spell it.</summary>
public static class ShownWords
{
    /// <summary>One word: <c>visible</c>, <c>eager</c>, <c>latent</c>.</summary>
    public static string Text(this Shown shown) => $"{shown}".ToLowerInvariant();
}
