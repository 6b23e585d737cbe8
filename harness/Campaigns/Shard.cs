namespace Vera.GcStress.Campaigns;

/// <summary>
/// Which case numbers belong to a shard: of each row of as many cases as there are shards, it has one.
/// </summary>
/// <remarks>
/// Which one differs from row to row: every n-th case is looked at more closely, and no shard is to have all of these.
/// </remarks>
public static class Shard
{
    /// <summary>How many there may be.</summary>
    public const int Most = 1_000_000;

    /// <summary>The number of the case at a place, from 0, of a shard.</summary>
    public static long NumberAt((int Index, int Of) shard, long place) =>
        (place * shard.Of) + ((shard.Index - 1 + Turn(shard.Of, place)) % shard.Of);

    /// <summary>How many cases of a prefix of the campaign are the shard's.</summary>
    public static long CasesOf((int Index, int Of) shard, long cases)
    {
        var rows = cases / shard.Of;
        return rows + (NumberAt(shard, rows) < cases ? 1 : 0);
    }

    private static long Turn(int of, long row) => (long)(CaseSeed.Of(0, row) % (ulong)of);
}
