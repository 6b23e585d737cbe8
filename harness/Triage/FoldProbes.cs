using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Repair;
using Vera.GcStress.Programs.Types;
using Vera.GcStress.Rigs;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Triage;

/// <summary>
/// Whether a wrong result of insertions hangs on a fold, which is built in place, or on the insertions themselves.
/// </summary>
internal static class FoldProbes
{
    private const int StepsMax = 16;

    /// <summary>One line, the same for all simplest cases of one bug.</summary>
    /// <param name="simplest">With insertions in place of its folds, if it fails so.</param>
    /// <param name="rig">To run cases that are like it.</param>
    public static string Of(StressCase simplest, TestRig rig) => !HasFold(simplest) ? KeyProbes.Of(simplest, rig)
        : Probe.Fails(FromEmpty(simplest), rig) ? "in a fold from an empty container too"
        : "in a fold from one with entries";

    /// <summary>
    /// The failure with what is done in turns done one by one, reductions and then folds; as it is where that shows no
    /// wrong value.
    /// </summary>
    public static ShrunkFailure Unrolled(ShrunkFailure found, TestRig rig)
    {
        var plain = Probe.WrongValue(found, Rewrite.ReplaceAll(found.Case, Steps), rig) ?? found;
        return Probe.WrongValue(plain, Rewrite.ReplaceAll(plain.Case, Insertions), rig) ?? plain;
    }

    internal static bool HasFold(StressCase stressCase) => TurnsIn(stressCase) > 0;

    /// <summary>Turns of the longest fold; 0: there is none.</summary>
    internal static int TurnsIn(StressCase stressCase) =>
        stressCase.Ops.Max(op => op.Operand is { } operand ? TurnsIn(operand) : 0);

    private static int TurnsIn(Expr expr) =>
        expr.Parts.Select(TurnsIn).Append(expr is Expr.Fold fold ? fold.Count : 0).Max();

    /// <summary>What a short reduction makes, item by item; what has been made so far is to stand there once.</summary>
    private static Expr? Steps(Expr expr) =>
        expr is Expr.Applied { Form: AppliedForm.Reduce, Start: { } start, Count: <= StepsMax } reduction
        && Uses(reduction.Body, 1) <= 1
            ? Enumerable.Range(0, reduction.Count).Aggregate(start, (made, step) =>
                Unbind.Part(reduction.Body, [made, new Expr.Item(reduction.Of, step)]))
            : null;

    private static int Uses(Expr expr, int up) => expr is Expr.Bound bound
        ? bound.Up == up ? 1 : 0
        : expr.Parts.Select((part, i) => Uses(part, up + expr.Binds(i).Length)).Sum();

    /// <summary>The insertions one by one.</summary>
    private static Expr? Insertions(Expr expr) => expr is not Expr.Fold fold ? null
        : Enumerable.Range(0, fold.Count).Aggregate(fold.Into, (into, turn) => ContainerExprs.Insert(
            into, OfTurn(fold.Key, turn), fold.Value is { } value ? OfTurn(value, turn) : null));

    private static Expr OfTurn(Expr expr, int turn) => Rewrite.Replace(
        expr, part => part is Expr.Turn { Type: var type } ? LiteralOf(type, turn) : null);

    private static Expr LiteralOf(VeraType type, int turn) => type.Kind switch
    {
        TypeKind.Bool => new Expr.Bool(int.IsOddInteger(turn)),
        TypeKind.Byte => new Expr.Byte((byte)turn),
        _ => Neighbours.PlainOf(type, turn),
    };

    /// <summary>The keys of a fold are its own: what counts is whether others hold the nodes it begins with.</summary>
    private static StressCase FromEmpty(StressCase stressCase) =>
        CaseRepair.Repair(Rewrite.ReplaceAll(stressCase, expr => expr is Expr.Fold fold
            ? fold.With([new Expr.Container(fold.Type, []), .. fold.Parts[1..]])
            : null));
}
