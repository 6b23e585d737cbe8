using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vera.GcStress.Features;

/// <summary>How often one run showed each feature. It belongs to one thread, and is cleared for each run.</summary>
public sealed class FeatureCounts
{
    private readonly int[] counts = new int[FeatureTable.All.Length];

    /// <summary>A new run begins.</summary>
    public void Clear() => Array.Clear(counts);

    /// <summary>A feature was seen once more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Bump(int feature) => counts[feature]++;

    /// <summary>A feature was seen several times more.</summary>
    public void Bump(int feature, int times) => counts[feature] = unchecked(counts[feature] + times);

    /// <summary>The member of a family of powers that a number falls to, if the family goes so far.</summary>
    /// <param name="family">The member for 0.</param>
    /// <param name="last">The member for the largest numbers.</param>
    /// <param name="number">It is not negative.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BumpPower(int family, int last, int number) =>
        counts[Math.Min(family + 32 - BitOperations.LeadingZeroCount((uint)number), last)]++;

    /// <summary>What the run showed, for good.</summary>
    public FeatureProfile Profile()
    {
        var levels = new byte[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            levels[i] = (byte)(32 - BitOperations.LeadingZeroCount((uint)counts[i]));
        }

        return new(ImmutableCollectionsMarshal.AsImmutableArray(levels));
    }
}
