using Vera.GcStress.Coverage;
using Vera.GcStress.Generation;

namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>How often each value of each axis came up, one row an axis.</summary>
internal static class AxisTable
{
    private const int Columns = 100;
    private const int Indent = 13;

    /// <summary>Lines that fit a terminal of usual width; no value is torn from its count.</summary>
    public static IEnumerable<string> Lines(AxisTally axes)
    {
        foreach (var (axis, values) in Grouped(axes))
        {
            var line = $"    {axis}".PadRight(Indent);
            for (var i = 0; i < values.Count; i++)
            {
                var item = $" {values[i].Value} {values[i].Count:N0}{(i < values.Count - 1 ? "," : "")}";
                if (line.Length + item.Length > Columns)
                {
                    yield return line;
                    line = new string(' ', Indent);
                }

                line += item;
            }

            yield return line;
        }
    }

    /// <summary>The rows of a tally by axis, both in the tally's order.</summary>
    public static IEnumerable<(string Axis, List<(string Value, int Count)> Values)> Grouped(AxisTally axes)
    {
        var groups = new List<(string Axis, List<(string, int)> Values)>();
        foreach (var (name, count) in axes.Rows())
        {
            var colon = name.IndexOf(": ", StringComparison.Ordinal);
            if (groups.Count == 0 || groups[^1].Axis != name[..colon])
            {
                groups.Add((name[..colon], []));
            }

            groups[^1].Values.Add((name[(colon + 2)..], count));
        }

        return groups;
    }
}
