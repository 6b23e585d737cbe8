using FsCheck;

namespace Vera.GcStress.Generation;

/// <summary>A stream of choices: all the randomness that a case is drawn from.</summary>
/// <remarks>
/// FsCheck's generator (SplitMix64) with its state in place. Drawing a case takes hundreds of choices, and FsCheck's
/// own combinators cost an allocation or two for each.
/// </remarks>
public sealed class Draw
{
    private readonly ulong gamma;
    private ulong state;

    public Draw(ulong seed)
        : this(new Rnd(seed))
    {
    }

    public Draw(Rnd start) => (state, gamma) = (start.Seed, start.Gamma);

    /// <summary>64 even bits.</summary>
    public ulong Bits()
    {
        unchecked
        {
            state += gamma;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A number from 0 up to, and without, <paramref name="count"/>.</summary>
    public int Below(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)(((Bits() >> 32) * (ulong)count) >> 32);
    }

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>As <see cref="Between"/>, but small numbers come far more often than large ones.</summary>
    public int Skewed(int low, int high) => low + Below(Below(high - low + 1) + 1);

    /// <summary>True in so many of a hundred draws.</summary>
    public bool Chance(int percent) => Below(100) < percent;

    public T Of<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    public T Of<T>(ReadOnlySpan<T> list) => list[Below(list.Length)];
}
