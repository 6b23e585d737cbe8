using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Shrinking.Order;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>Every case one edit away that is smaller, found without the shrinker's passes.</summary>
internal static class SmallerNeighbours
{
    public static IEnumerable<StressCase> Of(StressCase minimal) =>
        WithoutAnOp(minimal).Concat(WithoutAPoint(minimal)).Concat(WithALowerValue(minimal))
            .Select(CaseRepair.Repair)
            .Where(neighbour => CaseOrder.Compare(neighbour, minimal) < 0);

    private static IEnumerable<StressCase> WithoutAnOp(StressCase minimal) =>
        Enumerable.Range(0, minimal.Ops.Length).Select(at => minimal.With(minimal.Ops.RemoveAt(at)));

    private static IEnumerable<StressCase> WithoutAPoint(StressCase minimal) =>
        minimal.Schedule is CollectionSchedule.At at
            ? at.Allocations.Select(p => minimal.With(new CollectionSchedule.At(at.Allocations.Remove(p))))
            : [minimal.With(new CollectionSchedule.Natural())];

    private static IEnumerable<StressCase> WithALowerValue(StressCase minimal)
    {
        for (var at = 0; at < minimal.Ops.Length; at++)
        {
            IEnumerable<Op> lower = minimal.Ops[at] switch
            {
                Op.Allocate allocate => [new Op.Allocate(allocate.Bytes - 1), new Op.Allocate(allocate.Bytes / 2)],
                { Operand: { } operand } op => Lower(operand).Select(op.With),
                _ => [],
            };
            foreach (var op in lower)
            {
                yield return minimal.With(minimal.Ops.SetItem(at, op));
            }
        }
    }

    private static IEnumerable<Expr> WithALowerPart(Expr expr, int at) =>
        Lower(expr.Parts[at]).Select(part => expr.With(expr.Parts.SetItem(at, part)));

    private static IEnumerable<Expr> Lower(Expr expr)
    {
        yield return Defaults.Of(expr.Type);
        IEnumerable<Expr> own = expr switch
        {
            Expr.Int value => [new Expr.Int(value.Value - 1), new Expr.Int(value.Value / 2)],
            Expr.Nat value => [new Expr.Nat(value.Value - 1), new Expr.Nat(value.Value / 2)],
            Expr.Text { Value: not "" } text => [new Expr.Text(text.Value[1..]), new Expr.Text(text.Value[..^1])],
            Expr.ArrayOf array => array.Items.Select(item => array.With(array.Items.Remove(item))),
            Expr.Container { Of.Kind: TypeKind.Set } set => set.Entries.Select(e => set.With(set.Entries.Remove(e))),
            _ => [],
        };
        foreach (var lower in own.Concat(expr.Parts.SelectMany((_, at) => WithALowerPart(expr, at))))
        {
            yield return lower;
        }
    }
}
