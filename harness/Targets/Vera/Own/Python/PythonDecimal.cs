using System.Numerics;

namespace Vera.GcStress.Targets.Vera.Own.Python;

/// <summary>A number of Python's <c>decimal</c>: sign, coefficient and power of ten, or a special value.</summary>
/// <remarks>Results are rounded to 28 digits, half to even; a value is kept as it was written.</remarks>
internal readonly record struct PythonDecimal(
    bool IsNegative, BigInteger Coefficient, long Exponent, char Special = '\0')
{
    /// <summary>Significant digits of a result.</summary>
    public const int Precision = 28;

    private const char NaN = 'n';
    private const char Infinity = 'i';

    public static PythonDecimal Of(long value) => new(value < 0, BigInteger.Abs(value), 0);

    /// <summary>A float through its shortest text.</summary>
    public static PythonDecimal Of(double value) =>
        double.IsNaN(value) ? new(double.IsNegative(value), 0, 0, NaN)
        : double.IsInfinity(value) ? new(value < 0, 0, 0, Infinity)
        : DecimalText.Parse(PythonText.Of(value))!.Value;

    public bool IsZero => Special == '\0' && Coefficient.IsZero;

    public bool IsNaN => Special == NaN;

    public bool IsInfinite => Special == Infinity;

    /// <summary>The number of digits of the coefficient; 1 for zero.</summary>
    public int Digits => DecimalText.DigitsOf(Coefficient);

    /// <summary>The power of ten of the first digit.</summary>
    public long Adjusted => Exponent + Digits - 1;

    public PythonDecimal Negated() => Rounded(Special != '\0' || !Coefficient.IsZero
        ? this with { IsNegative = !IsNegative }
        : this with { IsNegative = false });

    public PythonDecimal Absolute() => Rounded(this with { IsNegative = false });

    /// <summary>A value cut to the precision.</summary>
    public static PythonDecimal Rounded(PythonDecimal value)
    {
        if (value.Special != '\0' || value.Digits - Precision is not (> 0 and var excess))
        {
            return value;
        }

        var cut = value.Cut(excess);
        return cut.Digits > Precision ? cut.Cut(1) : cut;
    }

    /// <summary>Drops this number of digits, half to even.</summary>
    public PythonDecimal Cut(int digits)
    {
        var unit = BigInteger.Pow(10, digits);
        var kept = BigInteger.DivRem(Coefficient, unit, out var rest);
        var twice = (rest * 2).CompareTo(unit);
        var up = twice > 0 || (twice == 0 && !kept.IsEven);
        return this with { Coefficient = up ? kept + 1 : kept, Exponent = Exponent + digits };
    }

    public override string ToString() => DecimalText.Of(this);
}
