using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;

namespace Vera.GcStress.Triage;

/// <summary>
/// The first wrong value within an op: what goes on with a wrong one ends in many ways, and all of them say less.
/// </summary>
internal static class FirstWrong
{
    private const int ItemsMax = 8;

    /// <summary>The failure with that value observed by itself; as it is where every part of the op is right.</summary>
    public static ShrunkFailure Of(ShrunkFailure found, TestRig rig)
    {
        var ops = found.Case.Ops;
        var at = Math.Min(found.Failure.Op, ops.Length - 1);
        if (at < 0 || ops[at].Operand is not { } operand)
        {
            return found;
        }

        foreach (var part in InnermostFirst(operand).SkipLast(1).Where(IsClosed))
        {
            if (Probe.WrongValue(found, found.Case.With([.. ops[..at], new Op.Observe(part)]), rig) is { } first)
            {
                return first;
            }
        }

        return found;
    }

    private static IEnumerable<Expr> InnermostFirst(Expr expr) =>
        expr.Parts.SelectMany(InnermostFirst).Concat(Shorter(expr)).Append(expr);

    /// <summary>What a function that is applied has made of the first items.</summary>
    private static IEnumerable<Expr> Shorter(Expr expr) => expr is not Expr.Applied applied ? []
        : Enumerable.Range(1, Math.Clamp(applied.Count - 1, 0, ItemsMax))
            .Select(count => applied with { Count = count });

    /// <summary>Whether it means the same outside of the expression around it.</summary>
    private static bool IsClosed(Expr expr) => IsClosed(expr, 0, inTurns: false);

    private static bool IsClosed(Expr expr, int binds, bool inTurns) => expr switch
    {
        Expr.Bound { Up: var up } => up < binds,
        Expr.Turn => inTurns,
        _ => expr.Parts.Index().All(part => IsClosed(
            part.Item, binds + expr.Binds(part.Index).Length, inTurns || (expr is Expr.Fold && part.Index > 0))),
    };
}
