using FsCheck.Fluent;
using FsCheck.Xunit;
using Vera.GcStress.Programs;
using Xunit;

namespace Vera.GcStress.Properties.Programs;

[Properties(Arbitrary = [typeof(ArbitraryCases)], MaxTest = 500)]
public class CaseRepairTests
{
    [Property]
    public void Repairing_a_repaired_case_changes_nothing(StressCase careless)
    {
        var repaired = CaseRepair.Repair(careless);
        Assert.Same(repaired, CaseRepair.Repair(repaired));
    }

    [Property]
    public void Repairing_is_deterministic(StressCase careless) =>
        Assert.Equal(CaseRepair.Repair(careless).ToString(), CaseRepair.Repair(careless).ToString());

    [Property]
    public void Only_frames_that_need_closing_make_a_case_longer(StressCase careless)
    {
        var open = 0;
        foreach (var op in careless.Ops)
        {
            open += op is Op.Call ? 1 : op is Op.Return && open > 0 ? -1 : 0;
        }

        Assert.InRange(CaseRepair.Repair(careless).Ops.Length, 0, careless.Ops.Length + open);
    }

    [Property]
    public void Locals_are_numbered_as_they_are_bound(StressCase careless)
    {
        var bound = CaseRepair.Repair(careless).Ops.SelectMany(op => op.Binds).ToList();
        Assert.Equal(Enumerable.Range(0, bound.Count), bound);
    }

    [Property]
    public void Every_expression_of_a_repaired_case_has_the_type_that_it_says(StressCase careless)
    {
        foreach (var op in CaseRepair.Repair(careless).Ops.Where(op => op.Operand is not null))
        {
            Assert.Same(op.Operand!.KnownType, op.Operand!.Type);
        }
    }

    [Fact]
    public void Most_drawn_ops_survive_so_that_the_laws_say_something()
    {
        var cases = Gen.Sample(ArbitraryCases.Careless, 200, new FsCheck.Rnd(1), 500).ToList();
        var kept = cases.Sum(drawn => CaseRepair.Repair(drawn).Ops.Length);
        Assert.InRange(kept, cases.Sum(drawn => drawn.Ops.Length) / 2, int.MaxValue);
        var kinds = cases.SelectMany(drawn => CaseRepair.Repair(drawn).Ops).SelectMany(Nodes).ToHashSet();
        Assert.Equal(typeof(Expr).GetNestedTypes().Length + typeof(Op).GetNestedTypes().Length, kinds.Count);
    }

    [Fact]
    public void Cases_beyond_every_limit_come_back_within_them()
    {
        Expr deep = new Expr.Container(VeraType.Set(VeraType.Int), []);
        for (var i = 0; i < 2000; i++)
        {
            deep = ContainerExprs.Insert(deep, new Expr.Int(i), null);
        }

        var wide = new Expr.ArrayOf(VeraType.Array(VeraType.Int), [.. Enumerable.Repeat(new Expr.Int(1), 30_000)]);
        var fold = new Expr.Fold(
            new Expr.Container(VeraType.Set(VeraType.Int), []),
            4096,
            ContainerExprs.Size(new Expr.Local(0, VeraType.Int)),
            null);
        var text = new Expr.Text(new string('\ud83d', 300_000));
        var ops = Enumerable.Range(0, 30_000).Select(i => (Op)(i % 1500 == 7 ? new Op.Let(i, wide)
            : i % 1500 == 9 ? new Op.Let(i, text)
            : i % 1500 == 11 ? new Op.Observe(deep)
            : i % 1500 == 13 ? new Op.Observe(fold)
            : i % 2 == 0 ? new Op.Call()
            : new Op.Match([-7], Defaults.Of(VeraType.Option(VeraType.Json)), 1, false)));

        var repaired = CaseRepair.Repair(new StressCase([.. ops], new CollectionSchedule.Natural(), HeapState.Full));

        Assert.Same(repaired, CaseRepair.Repair(repaired));
        Assert.Equal(repaired.ToString(), CaseText.Parse(repaired.ToString()).ToString());
        Assert.InRange(repaired.Ops.Length, 1000, CaseLimits.Ops);
        Assert.Equal(CaseLimits.FrameDepth, repaired.Ops.Count(op => op is Op.Return));
    }

    [Property]
    public void Any_ops_may_be_left_out_of_a_case_that_is_repaired_again(StressCase careless, int place)
    {
        var whole = CaseRepair.Repair(careless);
        if (!whole.Ops.IsEmpty)
        {
            var part = CaseRepair.Repair(whole.With(whole.Ops.RemoveAt((place & int.MaxValue) % whole.Ops.Length)));
            Assert.Equal(part.ToString(), CaseText.Parse(part.ToString()).ToString());
        }
    }

    private static IEnumerable<Type> Nodes(Op op)
    {
        var exprs = op.Operand is null ? [] : Exprs(op.Operand);
        return exprs.Append(op.GetType());
    }

    private static IEnumerable<Type> Exprs(Expr expr) => expr.Parts.SelectMany(Exprs).Append(expr.GetType());
}
