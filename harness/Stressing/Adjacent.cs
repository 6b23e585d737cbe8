namespace Vera.GcStress.Stressing;

/// <summary>Neighbours in a sequence that belong together.</summary>
internal static class Adjacent
{
    /// <summary>Groups of neighbours with the same key, none larger than told.</summary>
    public static IEnumerable<List<T>> GroupAdjacent<T, TKey>(
        this IEnumerable<T> items, Func<T, TKey> keyOf, int countMax)
        where TKey : IEquatable<TKey>
    {
        var group = new List<T>();
        foreach (var item in items)
        {
            if (group.Count == countMax || (group.Count > 0 && !keyOf(group[0]).Equals(keyOf(item))))
            {
                yield return group;
                group = [];
            }

            group.Add(item);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }
}
