using Vera.GcStress.Explaining;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Triage;

/// <summary>
/// What a wrong result shows of its bug where no block was lost: in which way it is wrong, and what was done to
/// containers until then. How containers were built, and of what, says nothing.
/// </summary>
internal static class WrongResult
{
    /// <summary>Insertions that no simplest case has unless it takes many.</summary>
    private const int Many = 64;

    /// <summary>One line; null where no value differs.</summary>
    public static string? Of(Verdict.Fail failure, StressCase stressCase)
    {
        if (failure.Evidence.ValueDifference is not { } seen)
        {
            return null;
        }

        var uses = UsesOf(stressCase).Distinct().Order().ToArray();
        // How the order is read, and whether a value is taken out of a listing, says nothing of what made it wrong.
        var changes = string.Join(' ', uses.Where(use => use is ContainerUse.Insert or ContainerUse.Remove));
        var isUnreadable = seen.Seen.StartsWith('<');
        return isUnreadable && FoldProbes.HasFold(stressCase) ? "what cannot be read"
            : IsOlder(failure, stressCase) ? $"an older version after {changes}"
            : isUnreadable ? $"{EvidenceShape.WithoutNumbers(seen.Seen)} after {changes}"
            : uses.Contains(ContainerUse.Iterate)
            ? $"another listing{(InsertionsIn(stressCase) >= Many ? " of many entries" : "")} after {changes}"
            : IsPermuted(seen) ? $"another order after {changes}"
            : $"another value after {string.Join(' ', uses)}";
    }

    /// <summary>Whether insertions alone gave it: then the keys may tell more.</summary>
    public static bool IsOfInsertion(Explanation explained) =>
        explained.Failure!.Cause.Kind == CauseKind.WrongOperation
        && !UsesOf(explained.Case).Contains(ContainerUse.Remove);

    /// <summary>Whether a local was right before: what the op itself binds may be wrong from the start.</summary>
    private static bool IsOlder(Verdict.Fail failure, StressCase stressCase) =>
        failure.Evidence.Core is Evidence.LocalDiffers { Local: var local, Op: var op }
        && stressCase.Ops.ElementAtOrDefault(op)?.Binds.Contains(local) != true;

    private static bool IsPermuted(TextDifference difference) =>
        difference.Expected.Order().SequenceEqual(difference.Seen.Order());

    private static int InsertionsIn(StressCase stressCase) => FoldProbes.TurnsIn(stressCase)
        + UsesOf(stressCase).Count(use => use == ContainerUse.Insert);

    private static IEnumerable<ContainerUse> UsesOf(StressCase stressCase) =>
        stressCase.Ops.SelectMany(op => op.Operand is { } operand ? UsesOf(operand) : []);

    private static IEnumerable<ContainerUse> UsesOf(Expr expr)
    {
        ContainerUse? own = expr switch
        {
            Expr.Container { Entries.Length: > 0 } or Expr.Fold => ContainerUse.Insert,
            Expr.Builtin builtin => builtin.Operation.Use,
            _ => null,
        };
        return expr.Parts.SelectMany(UsesOf).Concat(own is { } use ? [use] : []);
    }
}
