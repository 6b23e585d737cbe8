using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Reporting;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its name; breaks between words.</param>
/// <param name="Wraps">Whether its entries may break between words where room is short.</param>
internal sealed record Column(string Title, bool Wraps = false)
{
    /// <summary>A column of words.</summary>
    public static Column Words(string title) => new(title, Wraps: true);
}

/// <summary>What a table says in one place.</summary>
internal readonly record struct Entry(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Entry(string text) => new(text);
}

/// <summary>A table no wider than the screen: words wrap, and columns without room follow below the others.</summary>
/// <param name="columns">The first one names the rows, and is repeated with columns that follow below.</param>
/// <param name="rows">As many entries as columns each.</param>
internal sealed class TextTable(IReadOnlyList<Column> columns, IReadOnlyList<Entry[]> rows)
{
    private const string Gap = "  ";

    /// <summary>Writes it.</summary>
    public void Print(Screen screen)
    {
        var text = new StringBuilder();
        foreach (var group in Groups(screen.Width))
        {
            var widths = Widths(group, screen.Width);
            text.Append('\n');
            Row(text, screen, group, widths, place => new(columns[place].Title, Tone.Soft));
            text.AppendJoin(Gap, widths.Select(width => new string('─', width))).Append('\n');
            foreach (var row in rows)
            {
                Row(text, screen, group, widths, place => row[place]);
            }
        }

        screen.Write($"{text}");
    }

    /// <summary>As many columns beside each other as have room, at least one beside the first.</summary>
    private List<List<int>> Groups(int room)
    {
        List<List<int>> groups = [[0]];
        var taken = Least(0);
        for (var place = 1; place < columns.Count; place++)
        {
            if (taken + Gap.Length + Least(place) > room && groups[^1].Count > 1)
            {
                groups.Add([0]);
                taken = Least(0);
            }

            groups[^1].Add(place);
            taken += Gap.Length + Least(place);
        }

        return groups;
    }

    /// <summary>What columns need at least, and of the room that is left what they can use, from the left.</summary>
    private int[] Widths(List<int> group, int room)
    {
        var widths = group.Select(Least).ToArray();
        var left = room - widths.Sum() - (Gap.Length * (group.Count - 1));
        for (var i = 0; i < widths.Length && left > 0; i++)
        {
            var more = Math.Clamp(Most(group[i]) - widths[i], 0, left);
            widths[i] += more;
            left -= more;
        }

        return widths;
    }

    private int Most(int place) => rows.Select(row => PlainText.Line(row[place].Text).Length)
        .Append(columns[place].Wraps ? columns[place].Title.Length : LongestWord(columns[place].Title)).Max();

    private int Least(int place) => !columns[place].Wraps
        ? Most(place)
        : rows.Select(row => LongestWord(PlainText.Line(row[place].Text)))
            .Append(LongestWord(columns[place].Title)).Max();

    private static int LongestWord(string text) => text.Split(' ').Max(word => word.Length);

    private void Row(StringBuilder text, Screen screen, List<int> group, int[] widths, Func<int, Entry> entry)
    {
        var entries = group.Select(entry).ToArray();
        var wrapped = entries.Select((e, i) => Wrapped(PlainText.Line(e.Text), widths[i])).ToArray();
        for (var line = 0; line < wrapped.Max(lines => lines.Count); line++)
        {
            var row = new StringBuilder();
            for (var i = 0; i < entries.Length; i++)
            {
                var word = line < wrapped[i].Count ? wrapped[i][line] : "";
                var blanks = new string(' ', widths[i] - word.Length);
                var toned = screen.Toned(word, entries[i].Tone);
                row.Append(i == 0 ? "" : Gap)
                    .Append(i == 0 || columns[group[i]].Wraps ? toned + blanks : blanks + toned);
            }

            text.Append(row.ToString().TrimEnd()).Append('\n');
        }
    }

    private static List<string> Wrapped(string text, int width)
    {
        List<string> lines = [""];
        foreach (var word in text.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > width)
            {
                lines.Add("");
            }

            lines[^1] += lines[^1].Length > 0 ? $" {word}" : word;
        }

        return lines;
    }
}
