using Spectre.Console;
using Vera.GcStress.Generation;

namespace Vera.GcStress.Reporting;

/// <summary>How often each value of each axis came up, one row an axis.</summary>
internal static class AxisTable
{
    public static Table Of(AxisTally axes)
    {
        var table = new Table().NoBorder().HideHeaders();
        table.AddColumn(new TableColumn("").NoWrap().PadLeft(2));
        table.AddColumn(new TableColumn(""));
        foreach (var (axis, values) in Grouped(axes))
        {
            table.AddRow(new Text(axis), new Text(string.Join(", ", values.Select(v => $"{v.Value}\u00A0{v.Count:N0}"))));
        }

        return table;
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
