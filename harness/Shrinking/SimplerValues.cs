using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Shrinking;

/// <summary>Passes that lower values, sizes and counts.</summary>
internal sealed class SimplerValues(ShrinkOptions options)
{
    private readonly SimplerLiterals literals = new(options);

    /// <summary>A literal that occurs several times, lowered at once: its places may have to agree.</summary>
    public IEnumerable<StressCase> Everywhere(StressCase current)
    {
        var repeated = Rewrite.Places(current)
            .Select(place => place.Node)
            .Where(node => node is not (Expr.Local or Expr.Bound or Expr.Turn or Expr.State) && IsLeaf(node))
            .GroupBy(node => node)
            .Where(group => group.Skip(1).Any());
        foreach (var literal in repeated.Select(group => group.Key))
        {
            foreach (var simpler in literals.Of(literal))
            {
                yield return Replace(current, literal, simpler);
            }
        }
    }

    /// <summary>Every value alone.</summary>
    public IEnumerable<StressCase> OneByOne(StressCase current)
    {
        for (var at = current.Ops.Length - 1; at >= 0; at--)
        {
            var place = at;
            foreach (var op in SimplerLiterals.Of(current.Ops[at]))
            {
                yield return Rewrite.ReplaceOp(current, place, op);
            }
        }

        foreach (var place in Rewrite.Places(current))
        {
            foreach (var simpler in literals.Of(place.Node))
            {
                yield return place.Replace(simpler);
            }
        }
    }

    private static StressCase Replace(StressCase current, Expr literal, Expr simpler) =>
        current.With([
            .. current.Ops.Select(op => op.Operand is { } operand
                ? op.With(Rewrite.Replace(operand, node => IsLeaf(node) && node.Equals(literal) ? simpler : null))
                : op),
        ]);

    /// <summary>Nodes that compare by value: records that hold an array of parts compare by reference.</summary>
    private static bool IsLeaf(Expr node) =>
        node is not (Expr.Construct or Expr.ArrayOf or Expr.Container) && node.Parts.IsEmpty;
}
