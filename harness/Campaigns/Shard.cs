namespace Vera.GcStress.Campaigns;

/// <summary>Which case numbers belong to a shard: case n is in shard 1 + n mod of.</summary>
public static class Shard
{
    /// <summary>The number of the case at a place, from 0, of a shard.</summary>
    public static long NumberAt((int Index, int Of) shard, long place) => (place * shard.Of) + shard.Index - 1;

    /// <summary>How many cases of a prefix of the campaign are the shard's.</summary>
    public static long CasesOf((int Index, int Of) shard, long cases) => (cases + shard.Of - shard.Index) / shard.Of;
}
