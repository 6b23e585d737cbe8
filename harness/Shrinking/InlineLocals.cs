using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking.Edits;
using Vera.GcStress.Shrinking.Order;

namespace Vera.GcStress.Shrinking;

/// <summary>Puts a definition where it is read, a local's or the State cell's, so that its op goes.</summary>
internal static class InlineLocals
{
    /// <summary>Nodes that inlining may add at most: definitions in turn would double without end.</summary>
    private const int AddedNodesMax = 64;

    public static IEnumerable<StressCase> Pass(StressCase current)
    {
        var uses = Rewrite.Uses(current);
        for (var at = current.Ops.Length - 1; at >= 0; at--)
        {
            if (current.Ops[at] is Op.Put put && CaseMeasure.NodesOf(put.Value) <= AddedNodesMax)
            {
                yield return InlineState(current, at, put.Value);
            }
            else if (Definitions(current.Ops[at]) is { } definitions && Added(definitions, uses) <= AddedNodesMax)
            {
                yield return Inline(current, at, op => Rewrite.Substitute(op, definitions));
            }
        }
    }

    /// <summary>What the locals of an op are, if the op can go once that is known.</summary>
    private static Dictionary<int, Expr>? Definitions(Op op) => op switch
    {
        Op.Let let => new() { [let.Id] = let.Value },
        Op.Match { Value: Expr.Construct made } match when made.Tag == match.Tag =>
            match.Ids.Zip(made.Fields).ToDictionary(pair => pair.First, pair => pair.Second),
        _ => null,
    };

    private static long Added(Dictionary<int, Expr> definitions, Dictionary<int, int> uses) =>
        definitions.Sum(d => (uses.GetValueOrDefault(d.Key) - 1L) * CaseMeasure.NodesOf(d.Value));

    private static StressCase InlineState(StressCase current, int at, Expr value) =>
        Inline(current, at, op => op.Operand is { } operand
            ? op.With(Rewrite.Replace(operand, node => node is Expr.State ? value : null))
            : op);

    private static StressCase Inline(StressCase current, int at, Func<Op, Op> edit) =>
        current.With([.. current.Ops.Take(at), .. current.Ops.Skip(at + 1).Select(edit)]);
}
