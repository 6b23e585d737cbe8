using System.Collections.Immutable;
using System.Globalization;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera;

/// <summary>What a case is given: the arguments of its function, in order.</summary>
internal static class Given
{
    /// <summary>As a command line spells them, which the types of the parameters tell apart.</summary>
    public static ImmutableArray<string> Texts(StressCase stressCase) => [.. Of(stressCase).Select(Text)];

    /// <summary>The arguments of those cases' functions that have some, by name.</summary>
    public static Dictionary<string, IReadOnlyList<string>> ToEach(
        ReadOnlySpan<StressCase> cases, Func<int, string> entryOf)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>();
        for (var i = 0; i < cases.Length; i++)
        {
            if (cases[i].Arguments > 0)
            {
                given[entryOf(i)] = Texts(cases[i]);
            }
        }

        return given;
    }

    /// <summary>As our own host takes them.</summary>
    public static ImmutableArray<RunArgument> Values(StressCase stressCase) => [.. Of(stressCase).Select(Value)];

    /// <summary>Whether there is a string, which not every host can be given.</summary>
    public static bool HasText(StressCase stressCase) => Of(stressCase).Any(static value => value is Expr.Text);

    private static IEnumerable<Expr> Of(StressCase stressCase) => stressCase.Ops.Take(stressCase.Arguments)
        .Select(static op => ((Expr.Argument)op.Operand!).Value);

    private static RunArgument Value(Expr value) => value switch
    {
        Expr.Text e => new RunArgument.Text(e.Value),
        Expr.Float64 e => new RunArgument.Real(BitConverter.Int64BitsToDouble(e.Bits)),
        Expr.Int e => new RunArgument.Integer(e.Value),
        Expr.Nat e => new RunArgument.Integer(e.Value),
        Expr.Bool e => new RunArgument.Integer(e.Value ? 1 : 0),
        _ => new RunArgument.Integer(((Expr.Byte)value).Value),
    };

    private static string Text(Expr value) => Value(value) switch
    {
        RunArgument.Text text => text.Value,
        RunArgument.Integer flag when value is Expr.Bool => flag.Value == 1 ? "true" : "false",
        RunArgument.Integer number => number.Value.ToString(CultureInfo.InvariantCulture),
        var real => Text(((RunArgument.Real)real).Value),
    };

    /// <summary>Never one that could be a whole number.</summary>
    private static string Text(double value) => double.IsInteger(value) && Math.Abs(value) < 1e15
        ? value.ToString("F1", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);
}
