namespace Vera.GcStress.Targets.Vera.Own.Runs;

/// <summary>Who runs what a real Vera compiled.</summary>
public enum VeraHost
{
    /// <summary>Vera's own host, in its process.</summary>
    Python,

    /// <summary>The host of this project, in this process: much faster.</summary>
    Own,

    /// <summary>Vera's JavaScript runtime, in Node.</summary>
    Node,

    /// <summary>That of this project, and what passes there on Vera's two as well.</summary>
    All,
}
