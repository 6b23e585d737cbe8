namespace Vera.GcStress.Generation.Choices;

/// <summary>A stream of choices: all the randomness that a case is drawn from.</summary>
/// <remarks>SplitMix64: one addition and one mix for each choice, and every seed is as good as any other.</remarks>
/// <param name="seed">Names the stream.</param>
internal sealed class Draw(ulong seed)
{
    /// <summary>The golden ratio in 64 bits, which the state is advanced by.</summary>
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong state = seed;

    /// <summary>64 even bits.</summary>
    public ulong Bits()
    {
        unchecked
        {
            state += Gamma;
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

    /// <summary>True in this percentage of draws.</summary>
    public bool Chance(int percent) => Below(100) < percent;

    /// <summary>
    /// True in this percentage of cases, and no draw: what comes next is the same as where nothing is asked.
    /// </summary>
    public bool Aside(int percent) => new Draw(~state).Chance(percent);

    public T Of<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    public T Of<T>(ReadOnlySpan<T> list) => list[Below(list.Length)];
}
