namespace Vera.GcStress.Wiring;

/// <summary>How a replayed case compares with what its file expects.</summary>
public enum ReplayStatus
{
    /// <summary>What was seen is what its file expects.</summary>
    Ok,

    /// <summary>It is something else.</summary>
    Changed,

    /// <summary>It does otherwise, and so it does on the base: no news.</summary>
    Base,

    /// <summary>It ran, and its file says nothing of this release of Vera.</summary>
    NotJudged,

    /// <summary>What runs cases here cannot express it.</summary>
    Unsupported,

    /// <summary>Its target is not here.</summary>
    NotRun,
}

/// <summary>One case file, replayed.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Status">How it compares.</param>
/// <param name="Expected">What the file expects.</param>
/// <param name="Seen">What was seen, or why it was not run.</param>
/// <param name="Advice">What to do about it, or null.</param>
public sealed record ReplayResult(
    string File, ReplayStatus Status, string Expected, string Seen, string? Advice = null)
{
    /// <summary>Whether a known failure is none any more: the file says it fails, and it passes.</summary>
    public bool IsExpired { get; init; }

    /// <summary>Of a failure that its file does not expect: what failures of the same bug have in common.</summary>
    public string? Signature { get; init; }
}
