namespace Vera.GcStress.Targets.Vera.Own.Runs;

/// <summary>Who runs what a real Vera compiled.</summary>
public enum VeraHost
{
    /// <summary>Vera's own host, in its process.</summary>
    Python,

    /// <summary>The host of this project, in this process: much faster.</summary>
    Own,
}
