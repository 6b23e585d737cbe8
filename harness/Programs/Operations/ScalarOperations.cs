using System.Collections.Immutable;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>The operations between scalars that are exact everywhere: they feed those that make blocks.</summary>
public static class ScalarOperations
{
    private static readonly TypePattern Int = TypeKind.Int;
    private static readonly TypePattern Float = TypeKind.Float64;

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        new("abs", 70, [Int], TypeKind.Nat, static o => o[0].Bits == long.MinValue ? null : Math.Abs(o[0].Bits)),
        new("sign", 116, [Int], Int, static o => Math.Sign(o[0].Bits)),
        new("min", 70, [Int, Int], Int, static o => Math.Min(o[0].Bits, o[1].Bits)),
        new("max", 70, [Int, Int], Int, static o => Math.Max(o[0].Bits, o[1].Bits)),
        new("clamp", 116, [Int, Int, Int], Int, static o => Math.Min(Math.Max(o[0].Bits, o[1].Bits), o[2].Bits)),
        new("int_to_float", 71, [Int], Float, static o => (double)o[0].Bits),
        new("nat_to_int", 71, [TypeKind.Nat], Int, static o => o[0].Bits),
        new("byte_to_int", 71, [TypeKind.Byte], Int, static o => o[0].Bits),
        new("float_is_nan", 72, [Float], TypeKind.Bool, static o => double.IsNaN(o[0].Float)),
        new("float_is_infinite", 72, [Float], TypeKind.Bool, static o => double.IsInfinity(o[0].Float)),
        Rounding("floor", Math.Floor),
        Rounding("ceil", Math.Ceiling),
        Rounding("round", static value => Math.Round(value, MidpointRounding.ToEven)),
        Rounding("float_to_int", Math.Truncate),
        new("sqrt", 70, [Float], Float, static o => Math.Sqrt(o[0].Float)),
    ];

    /// <summary>Vera traps at what has no place in 64 bits.</summary>
    private static Operation Rounding(string name, Func<double, double> round) =>
        new(name, 71, [Float], Int, o => round(o[0].Float) is >= -9223372036854775808.0 and < 9223372036854775808.0
            and var whole ? (long)whole : null)
        {
            Values = OperandValues.Digits,
        };
}
