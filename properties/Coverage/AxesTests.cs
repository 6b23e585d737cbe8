using Vera.GcStress.Coverage;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Generation;
using Xunit;

namespace Vera.GcStress.Properties.Coverage;

public class AxesTests
{
    [Fact]
    public void Every_value_of_every_axis_is_drawn()
    {
        var tally = new AxisTally();
        foreach (var drawn in DrawnCases.Of(DrawnCases.Options, 3000))
        {
            tally.Add(Axes.AxesOf(drawn));
        }

        var rarest = tally.Rows().OrderBy(row => row.Count).Take(8).ToList();
        TestContext.Current.SendDiagnosticMessage("rarest: {0}", string.Join(", ", rarest));
        Assert.True(rarest[0].Count >= 10, $"rarest of {tally.Cases} cases: {string.Join(", ", rarest)}");
    }

    [Fact]
    public void A_tally_counts_what_the_cases_name()
    {
        var axes = DrawnCases.Of(DrawnCases.Options, 100).Select(Axes.AxesOf).ToList();
        var tally = new AxisTally();
        axes.ForEach(a => tally.Add(a));
        var counted = axes.SelectMany(a => a.Names()).CountBy(name => name).ToDictionary();
        Assert.All(tally.Rows(), row => Assert.Equal(counted.GetValueOrDefault(row.Name), row.Count));
    }

    [Fact]
    public void Without_forced_allocation_nothing_but_an_operand_is_held_under_pressure()
    {
        foreach (var drawn in DrawnCases.Of(DrawnCases.Options, 300))
        {
            var calm = drawn.With([.. drawn.Ops.Where(op => op is not (Op.Allocate or Op.Churn))]);
            var axes = Axes.AxesOf(calm);
            Assert.Equal(PressureAxis.Absent, axes.Pressure);
            Assert.Equal(HolderAxis.None, axes.Holders & ~HolderAxis.Operand);
        }
    }

    [Fact]
    public void An_element_made_in_a_callee_is_held_by_the_container_only()
    {
        var json = VeraType.Set(VeraType.Json);
        var made = ContainerExprs.Insert(new Expr.Container(json, []), Defaults.Of(VeraType.Json), null);
        var axes = Axes.AxesOf(new(
            [new Op.Let(0, new Expr.Call(made)), new Op.Allocate(4096), new Op.Observe(new Expr.Local(0, json))],
            new CollectionSchedule.Natural(),
            HeapState.Full));
        Assert.Equal(
            [
                "container: Set", "element: Json", "origin: BuiltInCallee", "holder: Let", "holder: OnlyContainer",
                "operation: New", "operation: Insert", "operation: Iterate", "pressure: Large", "heap: Full",
                "schedule: Natural", "control: Straight",
            ],
            axes.Names());
    }

    [Fact]
    public void Only_a_version_that_a_newer_one_replaced_is_an_old_one()
    {
        var set = VeraType.Set(VeraType.Int);
        var inserted = new Op.Let(1, ContainerExprs.Insert(new Expr.Local(0, set), new Expr.Int(1), null));
        Assert.Equal(OperationAxis.OldVersion, Reading(0) & OperationAxis.OldVersion);
        Assert.Equal(OperationAxis.None, Reading(1) & OperationAxis.OldVersion);

        OperationAxis Reading(int local) => Axes.AxesOf(new(
            [
                new Op.Let(0, Defaults.Of(set)),
                inserted,
                new Op.Observe(ContainerExprs.Size(new Expr.Local(local, set))),
            ],
            new CollectionSchedule.Natural(),
            HeapState.Empty)).Operations;
    }
}
