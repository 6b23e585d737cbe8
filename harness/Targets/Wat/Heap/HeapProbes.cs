using Vera.GcStress.Features;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>
/// Counters in the heap's text. A line <c>;; seen: NAME</c> counts a feature where it stands, <c>;; seen: NAME + N</c>
/// a member of its family, and <c>;; high: N</c> keeps the largest number there was.
/// </summary>
/// <remarks>
/// They are comments, so the text stands on its own and a fault that takes the lines around one out takes it along.
/// </remarks>
internal static class HeapProbes
{
    /// <summary>What a line begins with that counts.</summary>
    public const string Seen = ";; seen: ";
    private const string High = ";; high: ";
    private static readonly string[] Asides = [";; survives ", ";;   "];

    /// <summary>Where the largest number is kept: behind the last feature.</summary>
    public static int HighAt => FeatureTable.All.Length;

    /// <summary>The heap with its comments turned into counters.</summary>
    public static string Built(string text) => string.Join('\n', text.Split('\n').Select(OfLine));

    /// <summary>
    /// Whether a line tells of mutants, and is nothing to the engine: a function that has such lines is still so small
    /// that it is written out where it is called.
    /// </summary>
    public static bool IsAside(string line) =>
        Array.Exists(Asides, aside => line.TrimStart().StartsWith(aside, StringComparison.Ordinal));

    /// <summary>The features that lines of the text count, each by the first of its family.</summary>
    public static IEnumerable<string> NamesIn(string text) =>
        from line in text.Split('\n')
        let trimmed = line.Trim()
        where trimmed.StartsWith(Seen, StringComparison.Ordinal)
        select trimmed[Seen.Length..].Split(" + ")[0];

    private static string OfLine(string line)
    {
        var trimmed = line.Trim();
        if (IsAside(line))
        {
            return "";
        }

        if (trimmed.StartsWith(Seen, StringComparison.Ordinal))
        {
            var parts = trimmed[Seen.Length..].Split(" + ", 2);
            var offset = 4 * FeatureTable.Of(parts[0]);
            var at = parts.Length == 1 ? "(i32.const 0)" : $"(i32.shl {parts[1]} (i32.const 2))";
            return $"(i32.store $seen offset={offset} {at} " +
                $"(i32.add (i32.load $seen offset={offset} {at}) (i32.const 1)))";
        }

        return !trimmed.StartsWith(High, StringComparison.Ordinal) ? line
            : $"(if (i32.gt_u {trimmed[High.Length..]} (i32.load $seen offset={4 * HighAt} (i32.const 0))) " +
            $"(then (i32.store $seen offset={4 * HighAt} (i32.const 0) {trimmed[High.Length..]})))";
    }
}
