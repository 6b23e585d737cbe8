using Vera.GcStress.Explaining;

namespace Vera.GcStress.Reporting.Explanations;

/// <summary>A run op by op: one line each, and one for each collection.</summary>
internal static class TimelineText
{
    private const int LinesMax = 120;
    private const int CollectionsShown = 6;
    private const int OpCharsMax = 60;

    public static string Of(Explanation explanation)
    {
        var lines = new List<string>();
        foreach (var op in explanation.History.Ops)
        {
            lines.Add(Line(op, $"{explanation.Case.Ops[op.Op]}"));
            AddCollections(lines, op.Collections);
        }

        if (lines.Count > LinesMax)
        {
            // What leads to the end matters most.
            var left = lines.Count - LinesMax;
            lines.RemoveRange(LinesMax / 4, left);
            lines.Insert(LinesMax / 4, $"  ... {Numbers.Of(left, "line")} ...");
        }

        lines.Insert(0, $"{"op",5}  {"",-OpCharsMax}  {"allocations",-12}  live bytes / heap");
        return string.Join('\n', lines);
    }

    /// <summary>All if they are few; otherwise the first and the last ones, and a line for the others.</summary>
    private static void AddCollections(List<string> lines, IReadOnlyList<CollectionRecord> collections)
    {
        if (collections.Count <= CollectionsShown)
        {
            lines.AddRange(collections.Select(Line));
            return;
        }

        var between = collections.Skip(CollectionsShown / 2).SkipLast(CollectionsShown / 2).ToList();
        lines.AddRange(collections.Take(CollectionsShown / 2).Select(Line));
        lines.Add(
            $"         ... {Numbers.Of(between.Count, "collection")}, which freed " +
            $"{Numbers.Of(between.Sum(c => c.Freed.Count), "block")} ...");
        lines.AddRange(collections.TakeLast(CollectionsShown / 2).Select(Line));
    }

    private static string Line(OpRecord op, string text)
    {
        var allocations = op.LastAllocation - op.FirstAllocation;
        var range = allocations switch
        {
            0 => "",
            1 => $"{op.LastAllocation}",
            _ => $"{op.FirstAllocation + 1} to {op.LastAllocation}",
        };
        var shown = text.Length <= OpCharsMax ? text : string.Concat(text.AsSpan(0, OpCharsMax - 3), "...");
        return $"{op.Op,5}  {shown,-OpCharsMax}  {range,-12}  {op.LiveBytes} / {op.HeapBytes}" +
            (op.Ended ? "" : "  (did not end)");
    }

    private static string Line(CollectionRecord collection) =>
        $"       * collection {collection.Number}" +
        (collection.Trigger is Trigger.Preparation ? "" : $" at allocation {collection.Allocation}") +
        $": {collection.Trigger}; " +
        $"freed {Numbers.Of(collection.Freed.Count, "block")}, " +
        $"{collection.LiveBefore} -> {collection.LiveAfter} bytes" +
        (collection.GrewBytes > 0 ? $"; memory grew by {collection.GrewBytes}" : "");
}
