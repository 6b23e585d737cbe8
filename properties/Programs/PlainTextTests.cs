using FsCheck.Xunit;
using Vera.GcStress.Programs;
using Xunit;

namespace Vera.GcStress.Properties.Programs;

/// <summary>Text that goes to a terminal has nothing that a terminal obeys.</summary>
public class PlainTextTests
{
    [Theory]
    [InlineData("repro/set-json.case", "repro/set-json.case")]
    [InlineData("a\nb", "a\\nb")]
    [InlineData("\e[2J", "\\u{1B}[2J")]
    [InlineData("a\u202Ecod.exe", "a\\u{202E}cod.exe")]
    [InlineData("a\u009Bb\u2028c\r", "a\\u{9B}b\\u{2028}c\\u{D}")]
    [InlineData("日本語 \U0001F600", "日本語 \U0001F600")]
    [InlineData("\U000E0041", "\\u{E0041}")]
    public void A_line_shows_what_it_has(string text, string shown) => Assert.Equal(shown, PlainText.Line(text));

    [Property]
    public void Nothing_is_left_that_moves_hides_or_turns_words(string? text)
    {
        Assert.True(IsPlain(PlainText.Line($"{text}")));
        Assert.All(PlainText.Lines($"{text}").Split('\n', '\t'), line => Assert.True(IsPlain(line)));
    }

    private static bool IsPlain(string text) => !text.Any(letter => char.IsControl(letter)
        || char.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator
            or System.Globalization.UnicodeCategory.ParagraphSeparator);
}
