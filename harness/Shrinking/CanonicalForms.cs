using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Shrinking;

/// <summary>
/// Rearranges without leaving anything out, so that equal bugs end in the same text: of two orders that both fail,
/// the one whose text comes first.
/// </summary>
internal static class CanonicalForms
{
    /// <summary>The most ops of a case in which parts of a node or literals are exchanged pairwise.</summary>
    private const int ExchangedMax = 24;

    /// <summary>How many earlier locals are tried in place of one.</summary>
    private const int LocalsMax = 8;

    public static IEnumerable<StressCase> Pass(StressCase current) => MoveOps(current)
        .Concat(SwapParts(current))
        .Concat(SwapLiterals(current))
        .Concat(EarlierLocals(current));

    /// <summary>An op moved up past one or more others that it does not depend on.</summary>
    private static IEnumerable<StressCase> MoveOps(StressCase current)
    {
        for (var from = 1; from < current.Ops.Length && current.Ops.Length <= ExchangedMax; from++)
        {
            var op = current.Ops[from];
            for (var to = from - 1; to >= 0 && !DependsOn(op, current.Ops[to]); to--)
            {
                yield return current.With(current.Ops.RemoveAt(from).Insert(to, op));
            }
        }
    }

    private static bool DependsOn(Op later, Op earlier) =>
        (later is Op.Return or Op.Tail && earlier is Op.Call)
        || (later.Operand is { } operand && earlier.Binds.Any(id => Reads(operand, id)))
        || (later is Op.Tail tail && earlier.Binds.Any(tail.Arguments.Contains));

    private static bool Reads(Expr expr, int id) =>
        expr is Expr.Local local ? local.Id == id : expr.Parts.Any(part => Reads(part, id));

    /// <summary>Two parts of one node exchanged.</summary>
    private static IEnumerable<StressCase> SwapParts(StressCase current)
    {
        foreach (var place in Rewrite.Places(current))
        {
            var parts = place.Node.Parts;
            for (var first = 0; first < parts.Length && parts.Length <= ExchangedMax; first++)
            {
                for (var second = first + 1; second < parts.Length; second++)
                {
                    if (parts[first].Type == parts[second].Type)
                    {
                        var swapped = parts.SetItem(first, parts[second]).SetItem(second, parts[first]);
                        yield return place.Replace(place.Node.With(swapped));
                    }
                }
            }
        }
    }

    /// <summary>Two different literals of a type exchanged wherever they stand.</summary>
    private static IEnumerable<StressCase> SwapLiterals(StressCase current)
    {
        var literals = Rewrite.Places(current).Select(place => place.Node).Where(IsLiteral).Distinct().ToArray();
        for (var first = 0; first < literals.Length && literals.Length <= ExchangedMax; first++)
        {
            for (var second = first + 1; second < literals.Length; second++)
            {
                if (literals[first].Type == literals[second].Type)
                {
                    yield return Exchange(current, literals[first], literals[second]);
                }
            }
        }
    }

    private static StressCase Exchange(StressCase current, Expr first, Expr second) =>
        current.With([
            .. current.Ops.Select(op => op.Operand is { } operand
                ? op.With(Rewrite.Replace(operand, node =>
                    !IsLiteral(node) ? null : node.Equals(first) ? second : node.Equals(second) ? first : null))
                : op),
        ]);

    private static bool IsLiteral(Expr node) => node is Expr.Int or Expr.Nat or Expr.Bool or Expr.Byte
        or Expr.Float64 or Expr.Text or Expr.Decimal or Expr.Address;

    /// <summary>An earlier local of the same type in place of a later one.</summary>
    private static IEnumerable<StressCase> EarlierLocals(StressCase current)
    {
        var locals = LocalTypes.Of(current);
        foreach (var place in Rewrite.Places(current))
        {
            if (place.Node is not Expr.Local read)
            {
                continue;
            }

            var earlierOnes = locals.Before(place.Op, read.Of).Where(local => local.Id < read.Id);
            foreach (var earlier in earlierOnes.TakeLast(LocalsMax).Reverse())
            {
                yield return place.Replace(earlier);
            }
        }
    }
}
