namespace Vera.GcStress.Features;

/// <summary>Which part of a target shows a feature.</summary>
public enum FeaturePart
{
    /// <summary>The host of any heap of ours.</summary>
    Host,

    /// <summary>The hardened collector.</summary>
    Hardened,

    /// <summary>The container that lasts.</summary>
    Trie,
}

/// <summary>Something that a heap or a container does, and that is counted while a case runs.</summary>
/// <param name="Number">Its place among all of them.</param>
/// <param name="Name">What scripts and reports call it.</param>
/// <param name="Part">What has to be there for it to be seen.</param>
public sealed record Feature(int Number, string Name, FeaturePart Part);
