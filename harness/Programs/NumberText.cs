using System.Globalization;
using System.Text;

namespace Vera.GcStress.Programs;

/// <summary>Numbers as a case's text spells them; the spelling tells an Int, a Float64 and a Decimal apart.</summary>
internal static class NumberText
{
    /// <summary>The canonical NaN of WebAssembly; <c>-nan</c> is the one of the processor and of .NET.</summary>
    private const long Nan = 0x7FF8_0000_0000_0000;
    private const long MinusNan = unchecked((long)0xFFF8_0000_0000_0000);

    /// <summary>The shortest text that reads back as the same bits, always with a point or an exponent.</summary>
    public static void WriteFloat64(StringBuilder writer, long bits)
    {
        var value = BitConverter.Int64BitsToDouble(bits);
        if (double.IsFinite(value))
        {
            Span<char> digits = stackalloc char[32];
            value.TryFormat(digits, out var length, "R", CultureInfo.InvariantCulture);
            writer.Append(digits[..length]);
            writer.Append(digits[..length].IndexOfAny('.', 'E') < 0 ? ".0" : "");
        }
        else if (double.IsInfinity(value))
        {
            writer.Append(value > 0 ? "inf" : "-inf");
        }
        else if (bits is Nan or MinusNan)
        {
            writer.Append(bits == Nan ? "nan" : "-nan");
        }
        else
        {
            writer.Append(CultureInfo.InvariantCulture, $"bits(0x{bits:X16})");
        }
    }

    /// <summary>A float's bits, or null if the text is no float or out of range.</summary>
    public static long? ReadFloat64(ReadOnlySpan<char> text)
    {
        switch (text)
        {
            case "nan":
                return Nan;
            case "-nan":
                return MinusNan;
            case "inf":
                return BitConverter.DoubleToInt64Bits(double.PositiveInfinity);
            case "-inf":
                return BitConverter.DoubleToInt64Bits(double.NegativeInfinity);
        }

        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? BitConverter.DoubleToInt64Bits(value)
            : null;
    }

    public static void WriteDecimal(StringBuilder writer, long quarters)
    {
        writer.Append(quarters < 0 && quarters > -4 ? "-" : "").Append(quarters / 4);
        writer.Append((quarters % 4) switch
        {
            1 or -1 => ".25d",
            2 or -2 => ".5d",
            3 or -3 => ".75d",
            _ => "d",
        });
    }

    /// <summary>A decimal's quarters, or null if the text (its <c>d</c> included) is no whole number of them.</summary>
    public static long? ReadDecimal(ReadOnlySpan<char> text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(text[..^1], Style, CultureInfo.InvariantCulture, out var value)
            || Math.Abs(value) > long.MaxValue)
        {
            return null;
        }

        var quarters = value * 4;
        return quarters == decimal.Truncate(quarters) && quarters is >= long.MinValue and <= long.MaxValue
            ? (long)quarters
            : null;
    }
}
