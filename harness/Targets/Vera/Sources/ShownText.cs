using System.Globalization;
using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>Reads what a program of <see cref="VeraSource"/> printed, and writes it as canonical text.</summary>
/// <remarks>
/// Programs quote strings with <c>\"</c> and <c>\\</c> alone, and print floats as <c>3p-1</c>: a whole number times a
/// power of two. A corrupted heap prints anything: whatever is not understood is passed on as it is.
/// </remarks>
internal sealed class ShownText(string output)
{
    private const NumberStyles Signed = NumberStyles.AllowLeadingSign;

    private int place;

    /// <summary>Writes the next observation; the number of its op, or null at the end of what can be read.</summary>
    public int? Next(Transcript observations)
    {
        if (place >= output.Length || output[place] != '#')
        {
            return null;
        }

        var space = output.IndexOf(' ', place);
        if (space < 0 || !int.TryParse(output.AsSpan(place + 1, space - place - 1), NumberStyles.None,
            CultureInfo.InvariantCulture, out var op))
        {
            return null;
        }

        place = space + 1;
        var writer = observations.Begin(op);
        while (place < output.Length && output[place] != '\n')
        {
            Token(writer);
        }

        place++;
        observations.End();
        return op;
    }

    private void Token(CanonicalWriter writer)
    {
        var c = output[place];
        if (c == '"')
        {
            Quoted(writer);
        }
        else if (char.IsAsciiLetterOrDigit(c) || c == '-')
        {
            var start = place;
            while (place < output.Length && IsOfWord(output[place]))
            {
                place++;
            }

            Word(output.AsSpan(start, place - start), writer);
        }
        else
        {
            writer.Raw([c < 128 ? (byte)c : (byte)'?']);
            place++;
        }
    }

    private static bool IsOfWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or '.';

    private void Quoted(CanonicalWriter writer)
    {
        var text = new StringBuilder();
        place++;
        while (place < output.Length && output[place] != '"')
        {
            place += output[place] == '\\' && place + 1 < output.Length ? 1 : 0;
            text.Append(output[place++]);
        }

        place++;
        writer.Text(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void Word(ReadOnlySpan<char> word, CanonicalWriter writer)
    {
        if (TryFloat64(word, out var bits))
        {
            writer.Float64(bits);
        }
        else if (word[^1] == 'd' && decimal.TryParse(
            word[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            writer.Decimal(Plain(number));
        }
        else
        {
            writer.Raw(word.ToString());
        }
    }

    /// <summary>A whole number that is exactly a float, scaled without rounding.</summary>
    private static bool TryFloat64(ReadOnlySpan<char> word, out long bits)
    {
        bits = 0;
        var p = word.IndexOf('p');
        if (p < 0
            || !long.TryParse(word[..p], Signed, CultureInfo.InvariantCulture, out var whole)
            || !int.TryParse(word[(p + 1)..], Signed, CultureInfo.InvariantCulture, out var power))
        {
            return false;
        }

        bits = BitConverter.DoubleToInt64Bits(Math.ScaleB((double)whole, power));
        return true;
    }

    /// <summary>The same number as few digits as it takes: 2.50 and 2.5 are equal decimals.</summary>
    private static decimal Plain(decimal number) => number / 1.0000000000000000000000000000m;
}
