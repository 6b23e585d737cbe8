using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Repair;
using Vera.GcStress.Rigs;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Triage;

/// <summary>
/// Whether a wrong result of insertions hangs on a fold, which is built in place, or on the insertions themselves.
/// </summary>
internal static class FoldProbes
{
    /// <summary>One line, the same for all simplest cases of one bug.</summary>
    public static string Of(StressCase simplest, TestRig rig)
    {
        if (!simplest.Ops.Any(op => op.Operand is { } operand && HasFold(operand)))
        {
            return KeyProbes.Of(simplest, rig);
        }

        var unrolled = CaseRepair.Repair(Rewrite.ReplaceAll(simplest, Unrolled));
        return KeyProbes.Fails(unrolled, rig) ? KeyProbes.Of(unrolled, rig)
            : KeyProbes.Fails(FromEmpty(simplest), rig) ? "in a fold from an empty container too"
            : "in a fold from one with entries";
    }

    private static bool HasFold(Expr expr) => expr is Expr.Fold || expr.Parts.Any(HasFold);

    /// <summary>The insertions one by one.</summary>
    private static Expr? Unrolled(Expr expr) => expr is not Expr.Fold fold ? null
        : Enumerable.Range(0, fold.Count).Aggregate(fold.Into, (into, turn) => ContainerExprs.Insert(
            into, OfTurn(fold.Key, turn), fold.Value is { } value ? OfTurn(value, turn) : null));

    private static Expr OfTurn(Expr expr, int turn) => Rewrite.Replace(
        expr, part => part is Expr.Turn { Type: var type } ? Neighbours.PlainOf(type, turn) : null);

    /// <summary>The keys of a fold are its own: what counts is whether others hold the nodes it begins with.</summary>
    private static StressCase FromEmpty(StressCase stressCase) =>
        CaseRepair.Repair(Rewrite.ReplaceAll(stressCase, expr => expr is Expr.Fold fold
            ? fold.With([new Expr.Container(fold.Type, []), .. fold.Parts[1..]])
            : null));
}
