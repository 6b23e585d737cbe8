using System.Globalization;
using System.Numerics;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Python;

/// <summary>Decimals as Python reads and writes them.</summary>
internal static class DecimalText
{
    /// <summary>More digits than a run has reason to read: the time for it grows with their square.</summary>
    private const int DigitsMax = 20_000;

    private const long ExponentMax = 999_999;

    public static string Of(PythonDecimal value)
    {
        var sign = value.IsNegative ? "-" : "";
        if (value.Special != '\0')
        {
            return sign + (value.IsNaN ? "NaN" : "Infinity");
        }

        var digits = value.Coefficient.ToString(CultureInfo.InvariantCulture);
        var left = value.Exponent + digits.Length;
        var point = value.Exponent <= 0 && left > -6 ? left : 1;
        var number = point <= 0 ? "0." + new string('0', (int)-point) + digits
            : point >= digits.Length ? digits + new string('0', (int)(point - digits.Length))
            : digits[..(int)point] + "." + digits[(int)point..];
        return sign + number + (left == point ? "" : $"E{(left < point ? '-' : '+')}{Math.Abs(left - point)}");
    }

    /// <summary>A finite decimal in ASCII: digits with at most one point, and an exponent of up to six digits' size.
    /// </summary>
    public static PythonDecimal? Parse(string text)
    {
        var at = 0;
        var negative = at < text.Length && text[at] == '-';
        at += at < text.Length && text[at] is '-' or '+' ? 1 : 0;
        var whole = DigitsAt(text, ref at);
        var fraction = "";
        if (at < text.Length && text[at] == '.')
        {
            at++;
            fraction = DigitsAt(text, ref at);
        }

        if (whole.Length + fraction.Length == 0 || ExponentAt(text, ref at) is not { } exponent || at < text.Length)
        {
            return null;
        }

        if (whole.Length + fraction.Length > DigitsMax)
        {
            throw RunStop.Limit("digits of a Decimal");
        }

        var coefficient = BigInteger.Parse(whole + fraction, CultureInfo.InvariantCulture);
        return new(negative, coefficient, exponent - fraction.Length);
    }

    public static int DigitsOf(BigInteger coefficient)
    {
        if (coefficient.IsZero)
        {
            return 1;
        }

        var estimate = (int)(((long)coefficient.GetBitLength() - 1) * 30103 / 100000);
        return BigInteger.Pow(10, estimate) > coefficient ? estimate
            : BigInteger.Pow(10, estimate + 1) > coefficient ? estimate + 1 : estimate + 2;
    }

    private static string DigitsAt(string text, ref int at)
    {
        var first = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return text[first..at];
    }

    /// <summary>The exponent, 0 where there is none; null if it is broken or too large.</summary>
    private static long? ExponentAt(string text, ref int at)
    {
        if (at >= text.Length || text[at] is not ('e' or 'E'))
        {
            return 0;
        }

        at++;
        var negative = at < text.Length && text[at] == '-';
        at += at < text.Length && text[at] is '-' or '+' ? 1 : 0;
        var digits = DigitsAt(text, ref at);
        var number = digits.TrimStart('0');
        if (digits.Length == 0 || number.Length > 6)
        {
            return null;
        }

        var value = number.Length == 0 ? 0 : long.Parse(number, CultureInfo.InvariantCulture);
        return value > ExponentMax ? null : negative ? -value : value;
    }
}
