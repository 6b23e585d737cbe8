using Vera.GcStress.Reporting;
using Xunit;

namespace Vera.GcStress.Properties.Reporting;

/// <summary>Tables fit the screen, say all that they have, and are coloured only for who sees colours.</summary>
public class TextTableTests
{
    private static readonly TextTable Faults = new(
        [new("fault"), Column.Words("layer"), Column.Words("caught by"), new("cases")],
        [
            ["host-walker-skips-the-last-slot", "host walkers", "reachability, agreement", "1,204"],
            ["sweep-keeps", "mark and sweep", new("SURVIVED", Tone.Bad), "12"],
        ]);

    private static readonly TextTable Matrix = new(
        [new("element"), .. Enumerable.Range(1, 9).Select(i => new Column($"runtime-{i} hardened"))],
        [["HtmlNode", .. Enumerable.Range(1, 9).Select(i => new Entry(i % 2 == 0 ? "R" : "·"))]]);

    [Fact]
    public void Words_wrap_where_eighty_columns_are_too_few() => Assert.Equal(
        """

        fault                            layer         caught by      cases
        ───────────────────────────────  ────────────  ─────────────  ─────
        host-walker-skips-the-last-slot  host walkers  reachability,  1,204
                                                       agreement
        sweep-keeps                      mark and      SURVIVED          12
                                         sweep

        """,
        Printed(Faults, 67));

    [Fact]
    public void A_wide_screen_has_each_row_in_one_line() => Assert.Equal(
        """

        fault                            layer           caught by                cases
        ───────────────────────────────  ──────────────  ───────────────────────  ─────
        host-walker-skips-the-last-slot  host walkers    reachability, agreement  1,204
        sweep-keeps                      mark and sweep  SURVIVED                    12

        """,
        Printed(Faults, 120));

    [Fact]
    public void Columns_without_room_follow_below_with_the_names_of_their_rows() => Assert.Equal(
        """

        element   runtime-1  runtime-2  runtime-3  runtime-4  runtime-5  runtime-6
                   hardened   hardened   hardened   hardened   hardened   hardened
        ────────  ─────────  ─────────  ─────────  ─────────  ─────────  ─────────
        HtmlNode          ·          R          ·          R          ·          R

        element   runtime-7  runtime-8  runtime-9
                   hardened   hardened   hardened
        ────────  ─────────  ─────────  ─────────
        HtmlNode          ·          R          ·

        """,
        Printed(Matrix, 80));

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void No_line_is_wider_than_the_screen(int width) => Assert.All(
        $"{Printed(Faults, width)}{Printed(Matrix, width)}".Split('\n'),
        line => Assert.InRange(line.Length, 0, width));

    [Fact]
    public void Colours_change_no_word_and_no_place()
    {
        var coloured = Printed(Faults, 80, hasColours: true);
        Assert.Contains("\e[31mSURVIVED\e[0m", coloured, StringComparison.Ordinal);
        Assert.Equal(
            Printed(Faults, 80),
            string.Concat(coloured.Split("\e[31m")
                .SelectMany(part => part.Split("\e[2m")).SelectMany(part => part.Split("\e[0m"))));
    }

    [Theory]
    [InlineData(null, "xterm-256color", true)]
    [InlineData("", "xterm", true)]
    [InlineData("1", "xterm", false)]
    [InlineData(null, "dumb", false)]
    public void Who_wants_no_colours_gets_none(string? noColor, string term, bool wanted) =>
        Assert.Equal(wanted, Screen.WantsColours(noColor, term));

    [Fact]
    public void What_an_entry_quotes_is_plain()
    {
        var table = new TextTable([new("a"), new("b")], [["x\e[31m", "y\nz"]]);
        Assert.Contains("x\\u{1B}[31m  y\\nz", Printed(table, 80, hasColours: true), StringComparison.Ordinal);
    }

    private static string Printed(TextTable table, int width, bool hasColours = false)
    {
        using var output = new StringWriter { NewLine = "\n" };
        table.Print(Screen.Of(output, TextWriter.Null, width, hasColours));
        return $"{output}";
    }
}
