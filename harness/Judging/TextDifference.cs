using System.Text;

namespace Vera.GcStress.Judging;

/// <summary>Says in one line how two canonical texts differ, however long they are.</summary>
internal static class TextDifference
{
    /// <summary>Up to here a text is shown whole.</summary>
    private const int WholeMax = 80;

    /// <summary>How much of a long text is shown before the first difference; twice that follows.</summary>
    private const int ContextBefore = 24;

    /// <summary><c>expected ..., saw ...</c>; long texts are cut to where they first differ.</summary>
    public static string Describe(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> seen)
    {
        var place = expected.CommonPrefixLength(seen);
        var line = $"expected {Around(expected, place)}, saw {Around(seen, place)}";
        return Math.Max(expected.Length, seen.Length) <= WholeMax
            ? line
            : $"{line} (at byte {place}; {expected.Length} and {seen.Length} bytes long)";
    }

    /// <summary>The text, or its beginning.</summary>
    public static string Abbreviate(ReadOnlySpan<byte> text) => Around(text, 0);

    private static string Around(ReadOnlySpan<byte> text, int place)
    {
        if (text.Length <= WholeMax)
        {
            return Encoding.ASCII.GetString(text);
        }

        var from = Math.Clamp(place - ContextBefore, 0, text.Length);
        var to = Math.Min(text.Length, from + (3 * ContextBefore));
        var shown = Encoding.ASCII.GetString(text[from..to]);
        return $"{(from > 0 ? "..." : "")}{shown}{(to < text.Length ? "..." : "")}";
    }
}
