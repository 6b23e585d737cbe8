using System.Collections.Immutable;
using System.Globalization;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>The operations between scalars and what strings say of them.</summary>
public static class NumeralOperations
{
    private const string Empty = "empty string";
    private const double Plainest = 1e9;

    private static readonly TypePattern Text = TypeKind.String;

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        new("to_string", 50, [TypeKind.Int], Text, static o => Said(o[0].Bits)),
        new("int_to_string", 64, [TypeKind.Int], Text, static o => Said(o[0].Bits)),
        new("nat_to_string", 64, [TypeKind.Nat], Text, static o => Said(o[0].Bits)),
        new("bool_to_string", 64, [TypeKind.Bool], Text, static o => o[0].Bits != 0 ? "true" : "false"),
        new("float_to_string", 64, [TypeKind.Float64], Text, static o => Said(o[0].Float))
        {
            Values = OperandValues.Digits,
        },
        new("int_to_nat", 71, [TypeKind.Int], Of(TypeKind.Option, TypeKind.Nat),
            static o => o[0].Bits >= 0 ? Made.Some(o[0]) : Made.None),
        new("int_to_byte", 71, [TypeKind.Int], Of(TypeKind.Option, TypeKind.Byte),
            static o => o[0].Bits is >= 0 and <= byte.MaxValue ? Made.Some(o[0].Bits) : Made.None),
        Parsed("parse_int", 77, TypeKind.Int, static text => Integer(text, signed: true)),
        Parsed("parse_nat", 50, TypeKind.Nat, static text => Integer(text, signed: false)),
        Parsed("parse_float64", 50, TypeKind.Float64, Real),
        new("byte_to_string", 64, [TypeKind.Byte], Text,
            static o => ByteText.Whole([unchecked((byte)o[0].Bits)]))
        {
            Values = OperandValues.Digits,
        },
        Parsed("parse_bool", 77, TypeKind.Bool, static text => text.Trim(' ') switch
        {
            "true" => Made.Ok(true),
            "false" => Made.Ok(false),
            _ => Made.Err("expected true or false"),
        }),
    ];

    private static Operation Parsed(string name, int since, TypeKind kind, Func<string, Made?> parse) =>
        new(name, since, [Text], Of(TypeKind.Result, kind, Text), o => parse(o[0].Text))
        {
            Values = OperandValues.Numerals,
        };

    /// <summary>A float that has the same text everywhere: few digits, and no exponent; null for all others.</summary>
    internal static string? Said(double number) =>
        Math.Abs(number) < Plainest && double.IsInteger(number * 4) && !(number == 0 && double.IsNegative(number))
            ? ((decimal)number).ToString("0.0#", CultureInfo.InvariantCulture)
            : null;

    /// <summary>The digits of a number.</summary>
    internal static string Said(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Digits with one point among them perhaps, behind a sign perhaps; only those that are exact.</summary>
    private static Made? Real(string text)
    {
        var digits = text.Trim(' ');
        digits = digits.Length > 0 && digits[0] is '-' or '+' ? digits[1..] : digits;
        if (digits.Length == 0)
        {
            return Made.Err(Empty);
        }

        if (digits.Any(static c => !char.IsAsciiDigit(c) && c != '.'))
        {
            return digits.Contains(' ', StringComparison.Ordinal) ? null : Made.Err("invalid character");
        }

        return char.IsAsciiDigit(digits[0])
            && double.TryParse(text.Trim(' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Said(number) is not null
            ? Made.Ok(number)
            : null;
    }

    /// <summary>Digits between blanks, behind a sign perhaps. What is too large for 64 bits Vera leaves open.</summary>
    private static Made? Integer(string text, bool signed)
    {
        var digits = text.TrimStart(' ');
        var negative = signed && digits.StartsWith('-');
        digits = (signed && digits.Length > 0 && digits[0] is '-' or '+' ? digits[1..] : digits).TrimEnd(' ');
        if (digits.Length == 0)
        {
            return Made.Err(Empty);
        }

        return !digits.All(char.IsAsciiDigit) ? Made.Err("invalid digit")
            : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? Made.Ok(negative ? -number : number)
            : null;
    }
}
