namespace Vera.GcStress.Programs;

/// <summary>Finds what the writer of a misspelt name may have meant.</summary>
internal static class Spelling
{
    /// <summary><c>; did you mean 'x'?</c>, or nothing where no candidate is near.</summary>
    public static string Hint(string name, IEnumerable<string> candidates)
    {
        var nearest = candidates
            .Select(candidate => (candidate, distance: Distance(name, candidate)))
            .Where(c => c.distance <= Math.Max(1, c.candidate.Length / 3))
            .OrderBy(c => c.distance)
            .ThenByDescending(c => AlikeAtStart(name, c.candidate))
            .ThenBy(c => c.candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.candidate is null ? "" : $"; did you mean '{nearest.candidate}'?";
    }

    /// <summary>Who stops short means the longer name more often than another one.</summary>
    private static int AlikeAtStart(string left, string right) => left.AsSpan().CommonPrefixLength(right);

    /// <summary>How many characters to insert, delete or replace, in either case of letters.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 0; i < left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i]) == char.ToLowerInvariant(right[j]);
                var best = Math.Min(Math.Min(row[j], row[j + 1]) + 1, diagonal + (same ? 0 : 1));
                (diagonal, row[j + 1]) = (row[j + 1], best);
            }
        }

        return row[^1];
    }
}
