using System.Diagnostics;
using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking.Order;

/// <summary>How far one op or node, its values and sizes are from the simplest; parts do not count.</summary>
internal static class ValueWeight
{
    /// <summary>Above every weight of a number: what is stranger than a large value.</summary>
    private static readonly UInt128 Strange = UInt128.One << 66;

    private const long UsualNaN = 0x7FF8_0000_0000_0000;

    public static UInt128 Of(Op op) => op switch
    {
        Op.Allocate allocate => Number(allocate.Bytes),
        Op.Churn churn => Number(churn.Count) + Number(churn.Bytes) + 1,
        Op.Observe or Op.Call => 0,
        Op.Let or Op.Return => 1,
        Op.Put => 2,
        Op.Match match => (UInt128)match.Tag + (match.Destructures ? 4u : 3u),
        Op.Tail tail => (UInt128)tail.Arguments.Length,
        _ => throw new UnreachableException($"no weight for {op.GetType().Name}"),
    };

    public static UInt128 Of(Expr expr) => expr switch
    {
        Expr.Int value => Number(value.Value),
        Expr.Nat value => Number(value.Value),
        Expr.Bool value => value.Value ? 1u : 0u,
        Expr.Byte value => value.Value,
        Expr.Float64 value => Float(BitConverter.Int64BitsToDouble(value.Bits), value.Bits),
        Expr.Text value => Text(value.Value),
        Expr.Decimal value => Number(value.Quarters),
        Expr.Address address => Strange + Number(address.Low) + (Number(address.High + 1L) << 33),
        Expr.Parse parse => Strange + Text(parse.Document),
        Expr.Local => 1,
        Expr.Turn => 2,
        Expr.State => 2,
        Expr.Construct construct => Tag(construct),
        Expr.Fold fold => Number(fold.Count),
        Expr.Recursion call => Number(call.Depth),
        Expr.Mutual call => Number(call.Depth) + 1,
        Expr.Applied applied => Number(applied.Count) + (uint)applied.Form,
        Expr.Passed passed => (2 * (uint)passed.Form) + (uint)passed.By,
        Expr.Item item => Number(item.Index),
        Expr.Builtin builtin => builtin.Operation.Weight,
        Expr.Bound bound => 2 + Number(bound.Up),
        Expr.Match match => (UInt128)match.Tag,
        Expr.Function or Expr.Argument or Expr.Contract { IsNamed: true } => 1,
        Expr.Cell { IsNamed: true } or Expr.Try { IsNamed: true } => 1,
        Expr.ArrayOf or Expr.Closure or Expr.Container or Expr.Call or Expr.If or Expr.Block => 0,
        Expr.Try or Expr.Throw or Expr.Contract or Expr.Cell or Expr.Store => 0,
        _ => throw new UnreachableException($"no weight for {expr.GetType().Name}"),
    };

    /// <summary>Smaller magnitudes first, and of two equal ones the positive.</summary>
    private static UInt128 Number(long value)
    {
        var magnitude = value < 0 ? (UInt128)(-(Int128)value) : (UInt128)value;
        return (2 * magnitude) + (value < 0 ? 1u : 0u);
    }

    /// <summary>
    /// Whole numbers first, then other finite ones and -0.0, then the usual NaN, then infinities and other NaN.
    /// </summary>
    private static UInt128 Float(double value, long bits)
    {
        var isWhole = Math.Abs(value) < 1L << 53 && double.IsInteger(value) && bits != long.MinValue;
        return isWhole ? Number((long)value)
            : double.IsFinite(value) ? Strange + unchecked((ulong)bits)
            : bits == UsualNaN ? 2 * Strange
            : (2 * Strange) + unchecked((ulong)bits);
    }

    private static UInt128 Text(string text)
    {
        UInt128 weight = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            weight += (UInt128.One << 22) + Letter(rune);
        }

        return weight;
    }

    /// <summary>The first letter is the simplest, then the rest of ASCII, then the rest of Unicode.</summary>
    private static uint Letter(Rune rune) =>
        rune.Value is >= 'a' and <= 'z' ? (uint)(rune.Value - 'a') : (uint)rune.Value + 26;

    private static UInt128 Tag(Expr.Construct construct) =>
        Defaults.Of(construct.Of) is Expr.Construct simplest && simplest.Tag == construct.Tag
            ? 0
            : (UInt128)construct.Tag + 1;
}
