namespace Vera.GcStress.Campaigns;

/// <summary>The seed of each case of a campaign.</summary>
public static class CaseSeed
{
    /// <summary>
    /// Spreads (campaign seed, case number) over all 64 bits, so that no two campaigns share a run of cases.
    /// </summary>
    public static ulong Of(ulong campaign, long number) => Spread(unchecked(Spread(campaign) + (ulong)number));

    /// <summary>A bijection that changes about half of the bits for each bit that changes.</summary>
    private static ulong Spread(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 32)) * 0xD6E8FEB86659FD93;
            value = (value ^ (value >> 32)) * 0xD6E8FEB86659FD93;
            return value ^ (value >> 32);
        }
    }
}
