using System.Globalization;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Generation;

/// <summary>Numbers and strings that operations have something to do with.</summary>
internal static class OperandTexts
{
    /// <summary>The largest count that is drawn: a letter's code, too.</summary>
    private const int CountMax = 126;

    private static readonly string[] Plain =
    [
        "a", "Vera", "a,b,,c", " two  words ", "one\ntwo\r\nthree", "ABCabc123", "key=value", "\t", "aaaa",
        "the quick brown fox jumps over the lazy dog", "x1,x2,x3,x4,x5,x6,x7,x8",
    ];

    private static readonly int[] Divisors = [1, 2, 4, 5, 8, 10, -2, 0];

    private static readonly string[] Parts =
        [",", ",", " ", "a", "e", "k", "1", "\n", "key", "va", "=", "p", "li", ".a", "name", "id", "items"];

    private static readonly string[] Numerals =
    [
        "0", "7", "-12", "+3", " 42 ", "007", "9223372036854775807", "-9223372036854775807", "1 2", "-", "x1",
        "true", "false", " true", "True", "12a",
    ];

    private static readonly string[] Encoded =
    [
        "aGVsbG8=", "YQ==", "YWI=", "YWJj", "a", "a=b=", "????", "a%20b", "%C3%A9", "%4", "%zz", "a+b", "%41%42",
        "http://a.b/c", "https://vera.example",
    ];

    private static readonly string[] Patterns =
        ["a", "[a-z]+", "e.", "a*", "(k|v)[0-9]?", "x1|two", "[0-9][0-9]*", "o+", "no such", "(a)(b)?", "w.*s"];

    /// <summary>A value of an operand's type that the operation asks for, or null where any will do.</summary>
    public static Expr? Of(Draw draw, Operation operation, int place, VeraType type) =>
        (type.Kind, operation.Values) switch
        {
            (TypeKind.Int, OperandValues.Place) => new Expr.Int(draw.Chance(95) ? 0 : Count(draw)),
            (TypeKind.Int, OperandValues.Digits) => new Expr.Int(draw.Between(0, 4)),
            (TypeKind.Byte, OperandValues.Digits) => new Expr.Byte((byte)draw.Between(0, CountMax)),
            (TypeKind.Float64, OperandValues.Digits) when draw.Chance(90) =>
                Expr.Float64.From(draw.Between(-400, 400) / 4.0),
            (TypeKind.Decimal, OperandValues.Digits) => new Expr.Decimal(4 * (place == 0
                ? 40 * draw.Between(-99, 99)
                : draw.Of<int>(Divisors))),
            (TypeKind.String, OperandValues.Place) => new Expr.Text(Ascii(draw)),
            (TypeKind.Int, OperandValues.Counts or OperandValues.Bytes) => new Expr.Int(Count(draw)),
            (TypeKind.Nat, OperandValues.Counts or OperandValues.Bytes) => new Expr.Nat(Math.Abs(Count(draw))),
            (TypeKind.String, OperandValues.Bytes) => new Expr.Text(Ascii(draw)),
            (TypeKind.String, OperandValues.Numerals) when draw.Chance(90) => new Expr.Text(draw.Of<string>(Numerals)),
            (TypeKind.String, OperandValues.Encoded) when draw.Chance(90) => new Expr.Text(draw.Of<string>(Encoded)),
            (TypeKind.String, OperandValues.Patterns) when place == 1 => new Expr.Text(draw.Of<string>(Patterns)),
            (TypeKind.String, _) when place > 0 && draw.Chance(60) => new Expr.Text(draw.Of<string>(Parts)),
            (TypeKind.String, _) when place == 0 && draw.Chance(30) => new Expr.Text(draw.Of<string>(Plain)),
            _ => null,
        };

    private static int Count(Draw draw) => draw.Below(20) switch
    {
        0 => -1,
        < 4 => draw.Between(0, CountMax),
        _ => draw.Skewed(0, 8),
    };

    private static string Ascii(Draw draw) => draw.Chance(60)
        ? draw.Of<string>(Plain)
        : draw.Between(0, GenerationLimits.OrdinaryIntMax).ToString(CultureInfo.InvariantCulture);
}
