using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking.Order;

namespace Vera.GcStress.Shrinking.NormalForms;

/// <summary>
/// Cases of few ops and nodes that are simpler than the one at hand: first <see cref="CommonCases"/>, then those of
/// one or two ops over its own types and literals, each simplest first. The first that fails leads to the bug's normal
/// form.
/// </summary>
/// <remarks>
/// Edits that only go down end wherever no single edit helps, and that depends on where they began. Small bugs are
/// small enough to look at everything below them instead.
/// </remarks>
internal static class SmallCases
{
    private const int NodesMax = 5;

    /// <summary>The most nodes that the second of two ops evaluates.</summary>
    private const int SecondMax = 2;

    private static readonly Lazy<ImmutableArray<Keyed>> Common = new(() =>
    [
        .. CommonCases.All
            .Select(Eager)
            .Distinct()
            .Select(Keyed.Of)
            .OrderBy(one => one.Key),
    ]);

    /// <summary>The common ones first: cases that have nothing else in common meet there.</summary>
    public static IEnumerable<StressCase> Below(StressCase current)
    {
        var limit = Keyed.Of(current).Key;
        return Below(limit, Common.Value, current).Concat(Below(limit, Own(current), current));
    }

    private static IEnumerable<StressCase> Below(CaseKey limit, IEnumerable<Keyed> sorted, StressCase current) => sorted
        .TakeWhile(one => one.Key.CompareTo(limit) <= 0)
        .SelectMany(one => Conditions(one, current, limit))
        .Select(candidate => current.Tables.IsUsual ? candidate : candidate.With(current.Tables))
        .Where(candidate => CaseOrder.Compare(candidate, current) < 0);

    private static IEnumerable<Keyed> Own(StressCase current)
    {
        var allocating = current.Ops.Where(op => op is Op.Allocate or Op.Churn).Distinct();
        return Cases(new SmallExpressions(current), [.. allocating]).Select(Keyed.Of).OrderBy(one => one.Key);
    }

    /// <summary>
    /// A collection at every allocation; of one op, also in a heap of gaps and in a full one, and in that of the case
    /// at hand without points; and what is known to do it, where nothing else differs or the target does not collect at
    /// points.
    /// </summary>
    private static IEnumerable<StressCase> Conditions(Keyed candidate, StressCase current, CaseKey limit)
    {
        yield return candidate.Case;
        if (candidate.Key.Ops == 1)
        {
            yield return candidate.Case.With(HeapState.Fragmented);
            yield return candidate.Case.With(HeapState.Full);
            if (current.Heap != HeapState.Empty)
            {
                yield return candidate.Case.With(new CollectionSchedule.Natural()).With(current.Heap);
            }
        }

        if (current.Schedule is CollectionSchedule.Natural
            || (candidate.Key.Ops == limit.Ops && candidate.Key.Nodes == limit.Nodes))
        {
            yield return candidate.Case.With(current.Heap).With(current.Schedule);
        }
    }

    private static IEnumerable<StressCase> Cases(SmallExpressions expressions, IEnumerable<Op> allocating) =>
        OneOp(expressions).Concat(TwoOps(expressions, allocating)).Select(ops => Eager([.. ops]));

    private static StressCase Eager(ImmutableArray<Op> ops) =>
        new(ops, new CollectionSchedule.Eager(), HeapState.Empty);

    private static IEnumerable<Op[]> OneOp(SmallExpressions expressions) =>
        Operands(expressions, NodesMax).SelectMany(operand => new Op[][]
        {
            [new Op.Observe(operand)],
            [new Op.Let(0, operand)],
        });

    private static IEnumerable<Op[]> TwoOps(SmallExpressions expressions, IEnumerable<Op> known)
    {
        Op[] allocating =
        [
            new Op.Allocate(1),
            .. known,
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

    /// <summary>What counts in a case besides when it collects.</summary>
    private readonly record struct CaseKey(int Ops, int Nodes, int Types, UInt128 Values) : IComparable<CaseKey>
    {
        public int CompareTo(CaseKey other) =>
            (Ops, Nodes, Types, Values).CompareTo((other.Ops, other.Nodes, other.Types, other.Values));
    }

    private readonly record struct Keyed(StressCase Case, CaseKey Key)
    {
        public static Keyed Of(StressCase stressCase)
        {
            var measure = CaseMeasure.Of(stressCase);
            return new(stressCase, new(stressCase.Ops.Length, measure.Nodes, measure.Types, measure.Values));
        }
    }
}
