using System.Globalization;
using System.Text;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>Literals as Vera spells them.</summary>
internal static class SourceLiterals
{
    /// <summary>The least Int has no literal: its absolute value is out of range.</summary>
    public static string Int(long value) => value == long.MinValue
        ? "-9223372036854775807 - 1"
        : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>An expression with exactly these bits, except that every NaN is the same one.</summary>
    public static string Float64(long bits)
    {
        var value = BitConverter.Int64BitsToDouble(bits);
        return value switch
        {
            double.NaN => "nan()",
            double.PositiveInfinity => "infinity()",
            double.NegativeInfinity => "0.0 - infinity()",
            _ => Positional(value),
        };
    }

    /// <summary>A string literal, with escapes where Vera's formatter leaves them.</summary>
    public static string Text(string value)
    {
        var quoted = new StringBuilder(value.Length + 2).Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                '\r' => "\\r",
                0 => "\\0",
                _ when IsReadable(rune) => rune.ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}"),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsReadable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is
        < UnicodeCategory.SpaceSeparator
        or (> UnicodeCategory.PrivateUse and < UnicodeCategory.OtherNotAssigned);

    /// <summary>
    /// The shortest digits that read back as the same float, without an exponent, as Vera has none.
    /// </summary>
    private static string Positional(double value)
    {
        var shortest = value.ToString("E16", CultureInfo.InvariantCulture);
        for (var digits = 0; digits < 17; digits++)
        {
            var candidate = value.ToString($"E{digits}", CultureInfo.InvariantCulture);
            if (double.Parse(candidate, CultureInfo.InvariantCulture) == value)
            {
                shortest = candidate;
                break;
            }
        }

        var sign = double.IsNegative(value) ? "-" : "";
        var at = shortest.IndexOf('E', StringComparison.Ordinal);
        var digitsOnly = shortest[..at].Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimEnd('0');
        var point = 1 + int.Parse(shortest.AsSpan(at + 1), CultureInfo.InvariantCulture);
        var whole = point <= 0 ? "0" : digitsOnly.PadRight(point, '0')[..point];
        var fraction = point <= 0 ? digitsOnly.PadLeft(digitsOnly.Length - point, '0')
            : digitsOnly.Length > point ? digitsOnly[point..]
            : "";
        return $"{sign}{(whole.Length == 0 ? "0" : whole)}.{(fraction.Length == 0 ? "0" : fraction)}";
    }
}
