namespace Vera.GcStress.Triage;

/// <summary>How well buckets tell bugs apart, counted over pairs of failures whose bugs are known.</summary>
/// <param name="Together">Pairs in one bucket.</param>
/// <param name="Alike">Pairs of one bug.</param>
/// <param name="Both">Pairs of one bug that are in one bucket.</param>
public sealed record BucketScore(long Together, long Alike, long Both)
{
    /// <summary>Of the pairs in one bucket, the part that is of one bug; 1 if there are none.</summary>
    public double Precision => Together == 0 ? 1 : (double)Both / Together;

    /// <summary>Of the pairs of one bug, the part that is in one bucket; 1 if there are none.</summary>
    public double Recall => Alike == 0 ? 1 : (double)Both / Alike;

    /// <summary>Counts all pairs.</summary>
    public static BucketScore Of(IEnumerable<(string Bug, string Bucket)> failures)
    {
        var all = failures.ToList();
        return new(
            Pairs(all.GroupBy(failure => failure.Bucket)),
            Pairs(all.GroupBy(failure => failure.Bug)),
            Pairs(all.GroupBy(failure => failure)));
    }

    private static long Pairs<TKey>(IEnumerable<IGrouping<TKey, (string Bug, string Bucket)>> groups) =>
        groups.Select(group => group.LongCount()).Sum(count => count * (count - 1) / 2);
}
