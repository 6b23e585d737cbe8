namespace Vera.GcStress.Judging;

/// <summary>What a program held at its end, counted twice; in bytes of blocks, headers and padding included.</summary>
/// <param name="Live">What a full collection kept.</param>
/// <param name="Reached">What the values in scope consist of, by their types.</param>
/// <remarks>
/// Between the two lie what words that only look like pointers keep, and what is rooted without a name: temporaries of
/// open frames, older versions of a container, the State cell. Vera's code generation roots those too.
/// </remarks>
public readonly record struct HeldBytes(long Live, long Reached)
{
    /// <summary>How many bytes are kept for each that is needed; 1 where nothing is needed.</summary>
    public double Ratio => Reached > 0 ? (double)Live / Reached : 1;

    public HeldBytes Plus(HeldBytes other) => new(Live + other.Live, Reached + other.Reached);
}
