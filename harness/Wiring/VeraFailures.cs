using System.Text;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Wiring;

/// <summary>Sorts the failures of a real Vera by what likely causes them, so that one bug is found once.</summary>
/// <remarks>
/// The compiler tells values apart by how they lie in memory and by nothing else, so a bug
/// that strikes one type strikes all that lie alike.
/// </remarks>
internal static class VeraFailures
{
    /// <summary>Bool and Byte take one byte in an array and four elsewhere.</summary>
    private const string Narrow = "with items of one byte";

    /// <summary>What scalars do that the collector takes for pointers, they do to other scalars as well.</summary>
    private const string Addresses = "numbers where some look like addresses";

    /// <summary>Before shrinking: the oracle, natural or eager, and what was wrong, by its memory layout.</summary>
    public static string KindOf(StressCase stressCase, Verdict.Fail failure)
    {
        var mode = stressCase.Schedule is CollectionSchedule.Eager ? "eager" : "natural";
        if (failure.Subject is not { } type)
        {
            return $"{failure.Oracle.Text()} {mode}: {FailureKind.WithoutNumbers($"{failure.Evidence}")}";
        }

        return HasNarrow(type) ? $"{failure.Oracle.Text()}: {Narrow}"
            : IsNumbers(type) && stressCase.Ops.Any(op => op.Operand is { } e && HasAddress(e))
            ? $"{failure.Oracle.Text()}: {Addresses}"
            : $"{failure.Oracle.Text()} {mode}: {Shape(type)}";
    }

    /// <summary>After shrinking: the same with the shape of all that is left, but for its literals.</summary>
    public static string CauseOf(StressCase stressCase, Verdict.Fail failure)
    {
        var kind = KindOf(stressCase, failure);
        if (kind.EndsWith(Narrow, StringComparison.Ordinal) || kind.EndsWith(Addresses, StringComparison.Ordinal))
        {
            return kind;
        }

        var cause = new StringBuilder(kind).Append(':');
        foreach (var op in stressCase.Ops)
        {
            cause.Append(' ').Append(op.GetType().Name);
            if (op.Operand is { } operand)
            {
                Add(operand, cause);
            }
        }

        return $"{cause}";
    }

    private static void Add(Expr expr, StringBuilder cause)
    {
        cause.Append('(').Append(expr.GetType().Name);
        if (expr.Parts.Length == 0)
        {
            cause.Append(' ').Append(Layout(expr.Type));
        }

        foreach (var part in expr.Parts)
        {
            Add(part, cause);
        }

        cause.Append(')');
    }

    private static string Shape(VeraType type) => type.IsContainer
        ? $"{type.Kind} {string.Join(' ', type.Arguments.Select(Layout))}"
        : Layout(type);

    private static bool HasNarrow(VeraType type) =>
        type.Kind is TypeKind.Bool or TypeKind.Byte || type.Arguments.Any(HasNarrow);

    private static bool IsNumbers(VeraType type) => type.Kind switch
    {
        TypeKind.Int or TypeKind.Nat or TypeKind.Float64 => true,
        TypeKind.Tuple or TypeKind.Option or TypeKind.Array or TypeKind.Set or TypeKind.Map =>
            type.Arguments.All(IsNumbers),
        _ => false,
    };

    private static bool HasAddress(Expr expr) => expr is Expr.Address || expr.Parts.Any(HasAddress);

    private static string Layout(VeraType type) => type.Kind switch
    {
        TypeKind.Int or TypeKind.Nat or TypeKind.Float64 => "number",
        TypeKind.Bool or TypeKind.Byte => "byte",
        TypeKind.String or TypeKind.Array => "pair",
        TypeKind.Decimal => "decimal",
        TypeKind.Json or TypeKind.HtmlNode or TypeKind.MdBlock or TypeKind.MdInline => "tree",
        _ => "pointer",
    };
}
