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
        new("floor", 70, [Float], Int, static o => Whole(Math.Floor(o[0].Float))),
        new("ceil", 70, [Float], Int, static o => Whole(Math.Ceiling(o[0].Float))),
        new("round", 70, [Float], Int, static o => Whole(Math.Round(o[0].Float, MidpointRounding.ToEven))),
        new("float_to_int", 71, [Float], Int, static o => Whole(Math.Truncate(o[0].Float))),
        new("sqrt", 70, [Float], Float, static o => Math.Sqrt(o[0].Float)),
    ];

    /// <summary>Vera traps at what has no place in 64 bits.</summary>
    private static Made? Whole(double value) =>
        value is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)value : null;
}
