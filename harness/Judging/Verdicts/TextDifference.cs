using System.Text;

namespace Vera.GcStress.Judging.Verdicts;

/// <summary>How two canonical texts differ; long ones are cut to where they first do.</summary>
/// <param name="Expected">What was expected, or the part of it around the first difference.</param>
/// <param name="Seen">What was seen, or that part of it.</param>
/// <param name="Place">The first byte that differs.</param>
/// <param name="ExpectedBytes">The length of the whole text that was expected.</param>
/// <param name="SeenBytes">The length of the whole text that was seen.</param>
public sealed record TextDifference(string Expected, string Seen, int Place, int ExpectedBytes, int SeenBytes)
{
    /// <summary>Up to here a text is shown whole.</summary>
    private const int WholeMax = 80;

    /// <summary>How much of a long text is shown before the first difference; twice that follows.</summary>
    private const int ContextBefore = 24;

    /// <summary>Compares two texts.</summary>
    public static TextDifference Of(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> seen)
    {
        var place = expected.CommonPrefixLength(seen);
        return new(Around(expected, place), Around(seen, place), place, expected.Length, seen.Length);
    }

    /// <summary>The text, or its beginning.</summary>
    public static string Abbreviate(ReadOnlySpan<byte> text) => Around(text, 0);

    /// <summary><c>expected ..., saw ...</c>.</summary>
    public override string ToString()
    {
        var line = $"expected {Expected}, saw {Seen}";
        return Math.Max(ExpectedBytes, SeenBytes) <= WholeMax
            ? line
            : $"{line} (at byte {Place}; {ExpectedBytes} and {SeenBytes} bytes long)";
    }

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
