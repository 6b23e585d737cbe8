using System.Collections.Immutable;
using System.Globalization;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>The operations on decimals. Python's have 28 digits: what needs more is no value that a case has.</summary>
public static class DecimalOperations
{
    private const decimal Largest = 1_000_000_000_000_000_000_000_000m;
    private const int ScaleMax = 10;

    private static readonly string[] Odd = ["nan", "snan", "inf", "infinity"];

    private static readonly TypePattern Number = TypeKind.Decimal;

    /// <summary>Less, equal, or more, as a number.</summary>
    public static Operation Compare { get; } = new("decimal_compare", 97, [Number, Number], TypeKind.Int,
        static o => decimal.Compare(o[0].Number, o[1].Number));

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        new("decimal_add", 97, [Number, Number], Number, static o => Exact(o[0].Number + o[1].Number)),
        new("decimal_sub", 97, [Number, Number], Number, static o => Exact(o[0].Number - o[1].Number)),
        new("decimal_mul", 97, [Number, Number], Number, static o => Product(o[0].Number, o[1].Number)),
        new("decimal_div", 97, [Number, Number], Of(TypeKind.Option, Number),
            static o => Quotient(o[0].Number, o[1].Number))
        {
            Values = OperandValues.Digits,
        },
        new("decimal_round", 97, [Number, TypeKind.Int], Number, static o => Rounded(o[0].Number, o[1].Bits))
        {
            Values = OperandValues.Digits,
        },
        new("decimal_from_string", 97, [TypeKind.String], Of(TypeKind.Option, Number),
            static o => Parsed(o[0].Text))
        {
            Values = OperandValues.Numerals,
        },
        Compare,
        new("decimal_neg", 97, [Number], Number, static o => o[0].Number == 0 ? o[0].Number : -o[0].Number),
        new("decimal_abs", 97, [Number], Number, static o => Math.Abs(o[0].Number)),
        new("decimal_eq", 97, [Number, Number], TypeKind.Bool, static o => o[0].Number == o[1].Number),
        new("decimal_to_string", 97, [Number], TypeKind.String,
            static o => o[0].Number.ToString(CultureInfo.InvariantCulture)),
        new("decimal_to_float", 97, [Number], TypeKind.Float64,
            static o => decimal.IsInteger(o[0].Number * 4) ? (double)o[0].Number : null),
        new("decimal_from_int", 97, [TypeKind.Int], Number, static o => (decimal)o[0].Bits),
    ];

    /// <summary>Python's zero has a sign.</summary>
    private static Made? Product(decimal x, decimal y) =>
        Math.Abs(x) > Largest / Math.Max(1, Math.Abs(y)) || ((x == 0 || y == 0) && (x < 0 || y < 0))
            ? null
            : Exact(x * y);

    /// <summary>Only whole numbers that leave no rest: beyond them both count digits in their own way.</summary>
    private static Made? Quotient(decimal x, decimal y) => y == 0 ? Made.None
        : x.Scale == 0 && y.Scale == 0 && x % y == 0 && (x != 0 || y > 0) ? Made.Some(x / y)
        : null;

    /// <summary>To an even digit from half way, with as many places as are asked for.</summary>
    private static Made? Rounded(decimal value, long places) =>
        places is < 0 or > ScaleMax || Math.Abs(value) > long.MaxValue ? null
        : Math.Round(value, (int)places) + new decimal(0, 0, 0, false, (byte)places) is var rounded
            && (rounded != 0 || value >= 0) ? Exact(rounded) : null;

    private static Made? Parsed(string text)
    {
        var digits = ByteText.Trimmed(text, start: true, end: true);
        var unsigned = digits.Length > 0 && digits[0] is '-' or '+' ? digits[1..] : digits;
        return unsigned.Length is > 0 and < 20 && unsigned.All(char.IsAsciiDigit)
            ? decimal.Parse(digits, CultureInfo.InvariantCulture) is var value && (value != 0 || digits[0] != '-')
                ? Made.Some(value)
                : null
            : unsigned.Any(static c => char.IsAscii(c) && !char.IsAsciiDigit(c) && !".eE_+-".Contains(c))
                && !Odd.Contains(unsigned.ToLowerInvariant()) ? Made.None
            : null;
    }

    private static Made? Exact(decimal value) => Math.Abs(value) < Largest && value.Scale <= ScaleMax ? value : null;
}
