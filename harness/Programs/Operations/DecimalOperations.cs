using System.Collections.Immutable;
using System.Globalization;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>The operations on decimals. Python's have 28 digits: what needs more is no value that a case has.</summary>
public static class DecimalOperations
{
    private const decimal Largest = 1_000_000_000_000_000_000_000_000m;
    private const int ScaleMax = 10;

    private static readonly TypePattern Number = TypeKind.Decimal;

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        new("decimal_add", 97, [Number, Number], Number, static o => Exact(o[0].Number + o[1].Number)),
        new("decimal_sub", 97, [Number, Number], Number, static o => Exact(o[0].Number - o[1].Number)),
        new("decimal_mul", 97, [Number, Number], Number, static o => Product(o[0].Number, o[1].Number)),
        new("decimal_neg", 97, [Number], Number, static o => o[0].Number == 0 ? o[0].Number : -o[0].Number),
        new("decimal_abs", 97, [Number], Number, static o => Math.Abs(o[0].Number)),
        new("decimal_eq", 97, [Number, Number], TypeKind.Bool, static o => o[0].Number == o[1].Number),
        new("decimal_to_string", 97, [Number], TypeKind.String,
            static o => o[0].Number.ToString(CultureInfo.InvariantCulture)),
        new("decimal_from_int", 97, [TypeKind.Int], Number, static o => (decimal)o[0].Bits),
    ];

    /// <summary>Python's zero has a sign.</summary>
    private static Made? Product(decimal x, decimal y) =>
        Math.Abs(x) > Largest / Math.Max(1, Math.Abs(y)) || ((x == 0 || y == 0) && (x < 0 || y < 0))
            ? null
            : Exact(x * y);

    private static Made? Exact(decimal value) => Math.Abs(value) < Largest && value.Scale <= ScaleMax ? value : null;
}
