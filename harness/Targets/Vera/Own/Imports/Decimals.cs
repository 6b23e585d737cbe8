using Vera.GcStress.Targets.Vera.Own.Heap;
using Vera.GcStress.Targets.Vera.Own.Python;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>Decimals: handles of the host, which the guest wraps.</summary>
internal static class Decimals
{
    public static IEnumerable<(string, HostFunction)> All =>
    [
        ("decimal_from_int", new("l>i", static (run, a, r) => r[0] = run.Decimals.Keep(PythonDecimal.Of(a[0])))),
        ("decimal_from_float", new("d>i", static (run, a, r) =>
            r[0] = run.Decimals.Keep(PythonDecimal.Of(BitConverter.Int64BitsToDouble(a[0]))))),
        ("decimal_from_string", new("ii>i", static (run, a, r) => r[0] = Parsed(run, run.Guest.Text(a[0], a[1])))),
        ("decimal_to_string", new("i>ii", static (run, a, r) =>
            run.Results.Text(DecimalText.Of(run.Decimals.Of(a[0])), r))),
        ("decimal_to_float", new("i>d", static (run, a, r) =>
            r[0] = BitConverter.DoubleToInt64Bits(DecimalMath.ToDouble(run.Decimals.Of(a[0]))))),
        Binary("decimal_add", DecimalMath.Add),
        Binary("decimal_sub", DecimalMath.Subtract),
        Binary("decimal_mul", DecimalMath.Multiply),
        ("decimal_div", new("ii>i", static (run, a, r) => r[0] = Quotient(run, a[0], a[1]))),
        ("decimal_neg", new("i>i", static (run, a, r) => r[0] = run.Decimals.Keep(run.Decimals.Of(a[0]).Negated()))),
        ("decimal_abs", new("i>i", static (run, a, r) => r[0] = run.Decimals.Keep(run.Decimals.Of(a[0]).Absolute()))),
        ("decimal_round", new("il>i", static (run, a, r) =>
            r[0] = run.Decimals.Keep(DecimalMath.Round(run.Decimals.Of(a[0]), a[1])))),
        ("decimal_eq", new("ii>i", static (run, a, r) =>
            r[0] = DecimalMath.Compare(run.Decimals.Of(a[0]), run.Decimals.Of(a[1])) == 0 ? 1 : 0)),
        ("decimal_compare", new("ii>i", static (run, a, r) => r[0] = run.Guest.Block(4, Ordering(run, a[0], a[1])))),
    ];

    private static (string, HostFunction) Binary(
        string name, Func<PythonDecimal, PythonDecimal, PythonDecimal> function) => (name, new("ii>i", (run, a, r) =>
        {
            run.Guest.Spend(64);
            r[0] = run.Decimals.Keep(function(run.Decimals.Of(a[0]), run.Decimals.Of(a[1])));
        }));

    private static uint Parsed(HostRun run, string text) =>
        DecimalText.Parse(PythonText.Strip(text)) is { } value ? Some(run, value) : run.Results.Empty();

    private static uint Quotient(HostRun run, long dividend, long divisor)
    {
        var by = run.Decimals.Of(divisor);
        return by.IsZero ? run.Results.Empty() : Some(run, DecimalMath.Divide(run.Decimals.Of(dividend), by));
    }

    /// <summary>Here the host makes the wrapper, as it makes the Option around it.</summary>
    private static uint Some(HostRun run, PythonDecimal value)
    {
        var handle = run.Decimals.Keep(value);
        return run.Results.OfWord(1, run.Guest.Wrap(Wrappers.Decimal, unchecked((int)handle)));
    }

    /// <summary>Less, equal or greater as 0, 1, 2.</summary>
    private static long Ordering(HostRun run, long left, long right) =>
        1 + (DecimalMath.Compare(run.Decimals.Of(left), run.Decimals.Of(right))
            ?? throw RunStop.Failed("InvalidOperation: [<class 'decimal.InvalidOperation'>]"));
}
