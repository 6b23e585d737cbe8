namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>The random numbers of one run: a seed names them all.</summary>
internal sealed class Draws(ulong seed)
{
    private ulong state = seed;

    /// <summary>The next 64 bits, by SplitMix64.</summary>
    public ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>At least 0 and below 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From the one to the other, both included; null if there is nothing between them.</summary>
    public long? Between(long low, long high)
    {
        if (low > high)
        {
            return null;
        }

        var span = (UInt128)((Int128)high - low) + 1;
        return (long)(low + (Int128)(Next() % span));
    }
}
