using System.Text;
using FsCheck.Xunit;
using Vera.GcStress.Judging.Verdicts;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

/// <summary>Of two long texts, the line shows where they part.</summary>
public class TextDifferenceTests
{
    /// <summary>24 bytes before the difference and 48 from there on; dots where more was left out.</summary>
    [Theory]
    [InlineData(0, 81, "", "...")]
    [InlineData(10, 81, "", "...")]
    [InlineData(24, 81, "", "...")]
    [InlineData(25, 98, "...", "...")]
    [InlineData(49, 97, "...", "")]
    [InlineData(60, 100, "...", "")]
    [InlineData(100, 300, "...", "...")]
    public void A_long_text_is_cut_to_where_it_differs(int place, int length, string before, string after)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
        var other = $"{text[..place]}#{text[(place + 1)..]}";
        var from = Math.Max(0, place - 24);
        var to = Math.Min(length, from + 72);
        Assert.Equal(
            $"expected {before}{text[from..to]}{after}, saw {before}{other[from..to]}{after} "
                + $"(at byte {place}; {length} and {length} bytes long)",
            Describe(text, other));
    }

    [Property]
    public void Texts_of_up_to_80_bytes_are_shown_whole(byte first, byte second)
    {
        var (one, other) = (new string('a', first % 81), new string('b', second % 81));
        Assert.Equal($"expected {one}, saw {other}", Describe(one, other));
        Assert.Equal(one, TextDifference.Abbreviate(Encoding.ASCII.GetBytes(one)));
    }

    [Fact]
    public void A_long_text_beside_a_short_one_says_how_long_both_are() => Assert.Equal(
        $"expected x, saw {new string('a', 72)}... (at byte 0; 1 and 81 bytes long)",
        Describe("x", new string('a', 81)));

    [Fact]
    public void An_end_that_is_missing_is_shown_as_nothing() => Assert.Equal(
        $"expected ...{new string('a', 72)}..., saw ...{new string('a', 24)} (at byte 90; 190 and 90 bytes long)",
        Describe(new string('a', 190), new string('a', 90)));

    private static string Describe(string expected, string seen) =>
        $"{TextDifference.Of(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(seen))}";
}
