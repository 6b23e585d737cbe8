using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>Mathematics and the Random effect. Out of a function's domain lies NaN, and -infinity at a logarithm's 0.
/// </summary>
internal static class Numbers
{
    public static IEnumerable<(string, HostFunction)> All =>
    [
        Unary("log", Math.Log), Unary("log2", Math.Log2), Unary("log10", Math.Log10),
        Unary("sin", Math.Sin), Unary("cos", Math.Cos), Unary("tan", Math.Tan),
        Unary("asin", Math.Asin), Unary("acos", Math.Acos), Unary("atan", Math.Atan),
        ("atan2", new("dd>d", static (_, a, r) => r[0] = BitConverter.DoubleToInt64Bits(Math.Atan2(
            BitConverter.Int64BitsToDouble(a[0]), BitConverter.Int64BitsToDouble(a[1]))))),
        ("random_int", new("ll>l", static (run, a, r) => r[0] = run.Draws.Between(a[0], a[1])
            ?? throw RunStop.Failed("ValueError: empty range for randrange()"))),
        ("random_float", new(">d", static (run, _, r) => r[0] = BitConverter.DoubleToInt64Bits(run.Draws.Unit()))),
        ("random_bool", new(">i", static (run, _, r) => r[0] = run.Draws.Unit() < 0.5 ? 1 : 0)),
    ];

    private static (string, HostFunction) Unary(string name, Func<double, double> function) => (name, new("d>d",
        (_, a, r) => r[0] = BitConverter.DoubleToInt64Bits(function(BitConverter.Int64BitsToDouble(a[0])))));
}
