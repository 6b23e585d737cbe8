using System.Globalization;
using System.Numerics;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Python;

/// <summary>Arithmetic of Python's <c>decimal</c> with 28 digits, half to even.</summary>
internal static class DecimalMath
{
    private const long ExponentMax = 999_999;

    public static PythonDecimal Add(PythonDecimal a, PythonDecimal b)
    {
        if (a.Special != '\0' || b.Special != '\0')
        {
            return a.IsNaN ? a : b.IsNaN ? b
                : a.IsInfinite && b.IsInfinite && a.IsNegative != b.IsNegative
                    ? throw Invalid("-INF + INF") : a.IsInfinite ? a : b;
        }

        var exponent = Math.Min(a.Exponent, b.Exponent);
        if (a.IsZero || b.IsZero)
        {
            return AddZero(a, b, exponent);
        }

        var (large, small) = a.Exponent >= b.Exponent ? (a, b) : (b, a);
        (large, small) = Near(large, small);
        var shifted = Shift(large.Coefficient, large.Exponent - small.Exponent);
        var sum = Signed(large.IsNegative, shifted) + Signed(small.IsNegative, small.Coefficient);
        return PythonDecimal.Rounded(new(sum.Sign < 0, BigInteger.Abs(sum), small.Exponent));
    }

    public static PythonDecimal Subtract(PythonDecimal a, PythonDecimal b) =>
        b.IsNaN && !a.IsNaN ? b : Add(a, b with { IsNegative = !b.IsNegative });

    public static PythonDecimal Multiply(PythonDecimal a, PythonDecimal b)
    {
        var negative = a.IsNegative != b.IsNegative;
        if (a.IsNaN || b.IsNaN)
        {
            return a.IsNaN ? a : b;
        }

        if (a.IsInfinite || b.IsInfinite)
        {
            return a.IsZero || b.IsZero ? throw Invalid("INF * 0")
                : new(negative, 0, 0, a.IsInfinite ? a.Special : b.Special);
        }

        return PythonDecimal.Rounded(new(negative, a.Coefficient * b.Coefficient, a.Exponent + b.Exponent));
    }

    /// <summary>The quotient; the divisor is not zero.</summary>
    public static PythonDecimal Divide(PythonDecimal a, PythonDecimal b)
    {
        var negative = a.IsNegative != b.IsNegative;
        if (a.Special != '\0' || b.Special != '\0')
        {
            return a.IsNaN ? a : b.IsNaN ? b
                : a.IsInfinite && b.IsInfinite ? throw Invalid("INF / INF")
                : a.IsInfinite ? a with { IsNegative = negative } : new(negative, 0, 0);
        }

        if (a.IsZero)
        {
            return new(negative, 0, a.Exponent - b.Exponent);
        }

        var shift = Math.Max(0, b.Digits - a.Digits + PythonDecimal.Precision + 1);
        var quotient = BigInteger.DivRem(Shift(a.Coefficient, shift), b.Coefficient, out var rest);
        var exponent = a.Exponent - b.Exponent - shift;
        if (!rest.IsZero)
        {
            // What was left out must not look like an exact half.
            quotient = quotient % 5 == 0 ? quotient + 1 : quotient;
            return PythonDecimal.Rounded(new(negative, quotient, exponent));
        }

        for (var ideal = a.Exponent - b.Exponent; exponent < ideal && quotient % 10 == 0; exponent++)
        {
            quotient /= 10;
        }

        return PythonDecimal.Rounded(new(negative, quotient, exponent));
    }

    /// <summary>
    /// Rounded as <c>quantize</c> does it to <c>Decimal(10) ** -places</c>, or the value itself where that fails.
    /// </summary>
    /// <remarks>
    /// The power is an integer for negative places, so only beyond 28 digits has it a positive exponent.
    /// </remarks>
    public static PythonDecimal Round(PythonDecimal value, long places)
    {
        if (value.Special != '\0' || places < -ExponentMax || places > ExponentMax + PythonDecimal.Precision)
        {
            return value;
        }

        var exponent = places > 0 ? -places : Math.Max(0, -places - PythonDecimal.Precision + 1);
        if (value.IsZero)
        {
            return value with { Exponent = exponent };
        }

        if (value.Adjusted - exponent >= PythonDecimal.Precision)
        {
            return value;
        }

        var cut = exponent - value.Exponent;
        var rounded = cut <= 0 ? new(value.IsNegative, Shift(value.Coefficient, -cut), exponent)
            : cut > value.Digits + 1 ? new(value.IsNegative, 0, exponent)
            : value.Cut((int)cut);
        return rounded.Digits > PythonDecimal.Precision ? value : rounded;
    }

    /// <summary>Less, equal or greater as -1, 0, 1; null if either is NaN.</summary>
    public static int? Compare(PythonDecimal a, PythonDecimal b)
    {
        if (a.IsNaN || b.IsNaN)
        {
            return null;
        }

        var (left, right) = (SignOf(a), SignOf(b));
        if (left != right || left == 0)
        {
            return left.CompareTo(right);
        }

        return left * Magnitude(a, b);
    }

    public static double ToDouble(PythonDecimal value) =>
        value.IsNaN ? double.NaN
        : value.IsInfinite ? value.IsNegative ? double.NegativeInfinity : double.PositiveInfinity
        : double.CopySign(
            double.Parse($"{value.Coefficient}E{value.Exponent}", CultureInfo.InvariantCulture),
            value.IsNegative ? -1 : 1);

    private static int Magnitude(PythonDecimal a, PythonDecimal b)
    {
        if (a.IsInfinite || b.IsInfinite)
        {
            return a.IsInfinite.CompareTo(b.IsInfinite);
        }

        if (a.Adjusted != b.Adjusted)
        {
            return a.Adjusted.CompareTo(b.Adjusted);
        }

        var exponent = Math.Min(a.Exponent, b.Exponent);
        return Shift(a.Coefficient, a.Exponent - exponent).CompareTo(Shift(b.Coefficient, b.Exponent - exponent));
    }

    private static int SignOf(PythonDecimal value) => value.IsZero ? 0 : value.IsNegative ? -1 : 1;

    private static PythonDecimal AddZero(PythonDecimal a, PythonDecimal b, long exponent)
    {
        if (a.IsZero && b.IsZero)
        {
            return new(a.IsNegative && b.IsNegative, 0, exponent);
        }

        var other = a.IsZero ? b : a;
        var lowest = Math.Max(exponent, other.Exponent - PythonDecimal.Precision - 1);
        var shift = Math.Max(0, Math.Min(other.Exponent - lowest, PythonDecimal.Precision - other.Digits));
        return PythonDecimal.Rounded(other with
        {
            Coefficient = Shift(other.Coefficient, shift),
            Exponent = other.Exponent - shift,
        });
    }

    /// <summary>What is too small to change more than a rounding is replaced by a one just as small.</summary>
    private static (PythonDecimal Large, PythonDecimal Small) Near(PythonDecimal large, PythonDecimal small)
    {
        var lowest = large.Exponent + Math.Min(-1, large.Digits - PythonDecimal.Precision - 2);
        return small.Digits + small.Exponent - 1 < lowest
            ? (large, small with { Coefficient = 1, Exponent = lowest })
            : (large, small);
    }

    private static BigInteger Shift(BigInteger coefficient, long digits) => digits == 0
        ? coefficient
        : coefficient * BigInteger.Pow(10, (int)digits);

    private static BigInteger Signed(bool negative, BigInteger magnitude) => negative ? -magnitude : magnitude;

    private static RunStop Invalid(string what) =>
        RunStop.Failed($"InvalidOperation: [<class 'decimal.InvalidOperation'>] {what}");
}
