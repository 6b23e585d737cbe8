using System.Text;

namespace Vera.GcStress.Documents;

/// <summary>Strings that Vera can hold: no surrogate without its partner.</summary>
internal static class ValidText
{
    /// <summary>The text with every lone surrogate replaced by U+FFFD; usually the same object.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            valid.Append(rune.ToString());
        }

        return valid.ToString();
    }

    /// <summary>The first <paramref name="chars"/> characters, or one less where a pair would be torn.</summary>
    public static string Cut(string text, int chars)
    {
        if (chars >= text.Length)
        {
            return text;
        }

        return text[..(chars > 0 && char.IsHighSurrogate(text[chars - 1]) ? chars - 1 : chars)];
    }

    /// <summary>The longest prefix of the text within this number of bytes of UTF-8.</summary>
    public static string CutBytes(string text, int bytes)
    {
        if (Encoding.UTF8.GetMaxByteCount(text.Length) <= bytes || Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        var chars = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0)
            {
                break;
            }

            chars += rune.Utf16SequenceLength;
        }

        return text[..chars];
    }
}
