using System.Text;

namespace Vera.GcStress.Programs.Operations;

/// <summary>Strings as bytes of UTF-8, as Vera has them: only those of ASCII have cases, or are spaces.</summary>
internal static class ByteText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The bytes of a string.</summary>
    public static byte[] Of(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The string of these bytes, or null if they are none.</summary>
    public static string? Whole(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Which of two strings comes first, byte by byte.</summary>
    public static int Compare(string one, string other) => Of(one).AsSpan().SequenceCompareTo(Of(other));

    /// <summary>A tab, a line's end of any kind, or a blank.</summary>
    public static bool IsSpace(char c) => c is (>= '\t' and <= '\r') or ' ';

    /// <summary>Letters of ASCII in another case.</summary>
    public static string Upper(string text) => Each(text, char.IsAsciiLetterLower, -32);

    /// <summary>Letters of ASCII in another case.</summary>
    public static string Lower(string text) => Each(text, char.IsAsciiLetterUpper, 32);

    /// <summary>Without white space at its beginning, at its end, or both.</summary>
    public static string Trimmed(string text, bool start, bool end)
    {
        var (first, last) = (0, text.Length);
        while (start && first < last && IsSpace(text[first]))
        {
            first++;
        }

        while (end && last > first && IsSpace(text[last - 1]))
        {
            last--;
        }

        return text[first..last];
    }

    /// <summary>Lines end in LF, CR, or both; what follows the last end is a line if there is anything.</summary>
    public static IEnumerable<string> Lines(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = text.AsSpan(at).IndexOfAny('\n', '\r');
            yield return end < 0 ? text[at..] : text.Substring(at, end);
            at = end < 0 ? text.Length : at + end + 1;
            at += end >= 0 && at < text.Length && text[at - 1] == '\r' && text[at] == '\n' ? 1 : 0;
        }
    }

    /// <summary>What white space separates.</summary>
    public static IEnumerable<string> Words(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && !IsSpace(text[at]))
            {
                at++;
            }

            if (at > start)
            {
                yield return text[start..at];
            }
        }
    }

    /// <summary>Bytes of the filler, over and over, as many as are missing to a width.</summary>
    public static string? Padding(string text, long width, string filler)
    {
        var (missing, fill) = (width - Encoding.UTF8.GetByteCount(text), Of(filler));
        if (missing <= 0 || fill.Length == 0)
        {
            return "";
        }

        return missing > Operation.TextMax
            ? null
            : Whole([.. Enumerable.Range(0, (int)missing).Select(place => fill[place % fill.Length])]);
    }

    private static string Each(string text, Predicate<char> changes, int by) => string.Create(
        text.Length, (text, changes, by), static (into, of) =>
        {
            for (var i = 0; i < into.Length; i++)
            {
                into[i] = of.changes(of.text[i]) ? (char)(of.text[i] + of.by) : of.text[i];
            }
        });
}
