using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking;

/// <summary>
/// Every case of one or two ops and a few nodes that is simpler than the one at hand, over its types and literals,
/// simplest first: the first that fails is the normal form of the bug.
/// </summary>
/// <remarks>
/// Edits that only go down end wherever no single edit helps, and that depends on where they began. Small bugs are
/// small enough to look at everything below them instead.
/// </remarks>
internal static class SmallCases
{
    private const int NodesMax = 5;

    /// <summary>The second of two ops evaluates at most so many nodes.</summary>
    private const int SecondMax = 2;

    public static IEnumerable<StressCase> Below(StressCase current)
    {
        var expressions = new SmallExpressions(current);
        var programs = OneOp(expressions).Concat(current.Ops.Length > 1 ? TwoOps(expressions, current) : []);
        return programs
            .Select(ops => new StressCase([.. ops], new CollectionSchedule.Eager(), HeapState.Empty))
            .SelectMany(candidate => Conditions(candidate, current))
            .Where(candidate => CaseOrder.Compare(candidate, current) < 0)
            .Select(candidate => (Case: candidate, Key: (candidate.Ops.Length, CaseMeasure.Of(candidate))))
            .OrderBy(one => one.Key)
            .Select(one => one.Case);
    }

    /// <summary>
    /// A collection at every allocation, of an empty heap and of a full one; and what is known to do it.
    /// </summary>
    private static IEnumerable<StressCase> Conditions(StressCase candidate, StressCase current)
    {
        yield return candidate;
        yield return candidate.With(HeapState.Full);
        if (current.Schedule is CollectionSchedule.Natural)
        {
            yield return candidate.With(current.Heap).With(current.Schedule);
        }
    }

    private static IEnumerable<Op[]> OneOp(SmallExpressions expressions) =>
        Operands(expressions, NodesMax).SelectMany(operand => new Op[][]
        {
            [new Op.Observe(operand)],
            [new Op.Let(0, operand)],
        });

    private static IEnumerable<Op[]> TwoOps(SmallExpressions expressions, StressCase current)
    {
        Op[] allocating =
        [
            new Op.Allocate(1),
            .. current.Ops.Where(op => op is Op.Allocate or Op.Churn).Distinct(),
            .. Operands(expressions, SecondMax).Select(operand => new Op.Observe(operand)),
        ];
        foreach (var operand in Operands(expressions, NodesMax - 1))
        {
            var local = new Expr.Local(0, operand.Type);
            var state = new Expr.State(operand.Type);
            foreach (var second in allocating)
            {
                yield return [new Op.Let(0, operand), second];
                yield return [new Op.Put(operand), second];
            }

            foreach (var read in SmallExpressions.Reading(local).Prepend(local))
            {
                yield return [new Op.Let(0, operand), new Op.Observe(read)];
                yield return [new Op.Let(0, operand), new Op.Let(1, read)];
            }

            yield return [new Op.Put(operand), new Op.Observe(state)];
        }
    }

    private static IEnumerable<Expr> Operands(SmallExpressions expressions, int nodesMax) =>
        Enumerable.Range(1, nodesMax).SelectMany(nodes =>
            expressions.Types.SelectMany(type => expressions.Of(type, nodes)));
}
