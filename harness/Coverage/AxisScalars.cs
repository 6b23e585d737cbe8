using System.Diagnostics;
using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Coverage;

/// <summary>The class of a literal: ordinary, or hostile in which way.</summary>
internal static class AxisScalars
{
    public static ValueAxis Of(Expr literal) => literal switch
    {
        Expr.Int number => OfInteger(number.Value),
        Expr.Nat number => OfInteger(number.Value),
        Expr.Float64 number => OfFloat(number.Bits),
        Expr.Text text => OfText(text.Value),
        Expr.Address { Of.Kind: TypeKind.Float64 } => ValueAxis.AddressFloat,
        Expr.Address { Of.Kind: TypeKind.String } => ValueAxis.AddressText,
        Expr.Address => ValueAxis.AddressInteger,
        Expr.Bool or Expr.Byte or Expr.Decimal => ValueAxis.Ordinary,
        Expr.Bound or Expr.Turn or Expr.State or Expr.Parse => ValueAxis.None,
        _ => throw new UnreachableException($"no axis for {literal.GetType().Name}"),
    };

    private static ValueAxis OfInteger(long value) =>
        value is <= long.MinValue + 1 or >= long.MaxValue - 1 ? ValueAxis.IntegerLimit : ValueAxis.Ordinary;

    private static ValueAxis OfFloat(long bits) => BitConverter.Int64BitsToDouble(bits) switch
    {
        double.NaN => ValueAxis.NaN,
        0.0 when bits < 0 => ValueAxis.NegativeZero,
        _ => ValueAxis.Ordinary,
    };

    private static ValueAxis OfText(string text) =>
        text.Length == 0 ? ValueAxis.EmptyText
        : Ascii.IsValid(text) ? ValueAxis.Ordinary
        : ValueAxis.Unicode;
}
