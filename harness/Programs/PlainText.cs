using System.Globalization;
using System.Text;

namespace Vera.GcStress.Programs;

/// <summary>Text that a terminal shows as it is: nothing in it moves the cursor, colours words or hides them.</summary>
/// <remarks>
/// File names and what a heap holds may have any character. Those that are no letter to look at are spelt as
/// <c>\u{1B}</c>, which cases and Vera programs read as the same character.
/// </remarks>
public static class PlainText
{
    /// <summary>One line, whatever the text has: for names of files above all.</summary>
    public static string Line(string text) => Spelt(text, false);

    /// <summary>The same lines, each of them plain.</summary>
    public static string Lines(string text) => Spelt(text.Replace("\r\n", "\n", StringComparison.Ordinal), true);

    private static string Spelt(string text, bool linesStay)
    {
        if (!text.Any(letter => char.IsSurrogate(letter) || IsHidden(new Rune(letter))))
        {
            return text;
        }

        var spelt = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = (rune.Value, linesStay) switch
            {
                ('\n' or '\t', true) => spelt.Append((char)rune.Value),
                ('\n', false) => spelt.Append("\\n"),
                _ when IsHidden(rune) => spelt.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}"),
                _ => spelt.Append(rune.ToString()),
            };
        }

        return $"{spelt}";
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
