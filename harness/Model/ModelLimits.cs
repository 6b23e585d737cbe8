namespace Vera.GcStress.Model;

/// <summary>How much the model does for one case. Beyond that the run ends as a limit that was hit.</summary>
/// <remarks>
/// The last two lie below what readers of guest memory accept: a value is too large for the model before it is too
/// large for a target, and never a disagreement.
/// </remarks>
internal static class ModelLimits
{
    /// <summary>Expressions that one run may evaluate: about half a second of work.</summary>
    public const int Evaluations = 4_000_000;

    /// <summary>Functions applied inside each other: fewer than any engine has room for.</summary>
    public const int Applications = 200;

    /// <summary>Bytes of all observations, and of all locals, of one run.</summary>
    public const int TextBytes = 16 << 20;

    /// <summary>Values in the text of one value, shared ones as often as they are written.</summary>
    public const int ValuesInText = 100_000;

    /// <summary>Values inside each other.</summary>
    public const int ValueDepth = 300;
}
