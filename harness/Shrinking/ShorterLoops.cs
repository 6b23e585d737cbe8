using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Shrinking;

/// <summary>
/// What is done hundreds of times is done less often, everywhere at once: one success here makes all further attempts
/// cheap.
/// </summary>
internal static class ShorterLoops
{
    /// <summary>A few more than a bound of the containers. Ordinary cases have no more turns than the first.</summary>
    private static readonly int[] Turns = [34, 66, 130, 258, 514];

    /// <summary>Collections come elsewhere then: those of the case, or one at every allocation.</summary>
    public static IEnumerable<StressCase> Pass(StressCase current) =>
        from most in Turns
        where Rewrite.Places(current).Any(place => TurnsOf(place.Node) > most)
        let shorter = current.With(
            [.. current.Ops.Select(op => op.Operand is { } operand ? op.With(Shorter(operand, most)) : op)])
        from candidate in new[] { shorter, shorter.With(new CollectionSchedule.Eager()).With(HeapState.Empty) }
        select candidate;

    private static int TurnsOf(Expr expr) => expr switch
    {
        Expr.Fold fold => fold.Count,
        Expr.Applied applied => applied.Count,
        Expr.Recursion call => call.Depth,
        Expr.Mutual call => call.Depth,
        _ => 0,
    };

    private static Expr Shorter(Expr expr, int most)
    {
        var whole = expr.Parts.IsEmpty ? expr : expr.With([.. expr.Parts.Select(part => Shorter(part, most))]);
        return TurnsOf(whole) <= most ? whole : whole switch
        {
            Expr.Fold fold => fold with { Count = most },
            Expr.Applied applied => applied with { Count = most },
            Expr.Recursion call => call with { Depth = most },
            Expr.Mutual call => call with { Depth = most },
            _ => whole,
        };
    }
}
