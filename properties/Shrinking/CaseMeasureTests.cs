using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Shrinking.Order;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

public class CaseMeasureTests
{
    [Fact]
    public void Nodes_types_and_values_add_up_over_all_nodes()
    {
        foreach (var drawn in Enumerable.Range(0, 40).Select(seed => DrawnCases.Draw(seed, 12)))
        {
            var nodes = SyntheticBugs.AllNodes(drawn).ToArray();
            var measure = CaseMeasure.Of(drawn);
            Assert.Equal(nodes.Sum(WeightOf), measure.Nodes);
            Assert.Equal(nodes.Where(node => !IsOperation(node)).Sum(node => TypeWeight.Of(node.Type)), measure.Types);
            var values = nodes.Select(ValueWeight.Of).Concat(drawn.Ops.Select(ValueWeight.Of));
            Assert.Equal(values.Aggregate(UInt128.Zero, (sum, value) => sum + value), measure.Values);
            Assert.All(drawn.Ops.Select(op => op.Operand).OfType<Expr>(), operand => Assert.Equal(
                CaseMeasure.Of(drawn.With([new Op.Observe(operand)])).Nodes, CaseMeasure.NodesOf(operand)));
        }
    }

    /// <summary>An emptier heap counts before the schedule, the number of points before where they are.</summary>
    [Fact]
    public void Heaps_and_schedules_are_simpler_in_this_order()
    {
        string[] schedules =
            ["natural", "at 1", "at 2", "at 100", "at 1 2", "at 1 3", "at 1 2 3", "eager", "every 2", "every 3"];
        string[] heaps = ["empty", "full", "almost-full", "fragmented"];
        var ascending = heaps.SelectMany(heap => schedules.Select(schedule =>
            Proposals.Case($"heap {heap}; schedule {schedule}; allocate 1"))).ToArray();
        foreach (var (simple, next) in ascending.Zip(ascending.Skip(1)))
        {
            Assert.True(CaseMeasure.Of(simple).CompareTo(CaseMeasure.Of(next)) < 0, $"{simple}{next}");
            Assert.True(CaseOrder.Compare(simple, next) < 0 && CaseOrder.Compare(next, simple) > 0);
        }
    }

    /// <summary>Each pair differs in what its line names, and the other way round in all that counts less.</summary>
    [Theory]
    [InlineData("observe insert(({1} : Set<Nat>), 2)", "allocate 1; allocate 1")]
    [InlineData("observe 99", "observe closure(0)")]
    [InlineData("observe 99", "observe (0 : Nat)")]
    [InlineData("heap full; observe 1", "observe 2")]
    [InlineData("schedule eager; allocate 1", "heap full; allocate 1")]
    public void What_counts_more_decides(string simpler, string other) =>
        Assert.True(CaseOrder.Compare(Proposals.Case(simpler), Proposals.Case(other)) < 0);

    /// <summary>Locals weigh the same whichever they are.</summary>
    [Fact]
    public void Of_cases_that_measure_the_same_the_shorter_text_and_then_the_ordinal_one_is_simpler()
    {
        var locals = string.Join("; ", Enumerable.Range(0, 12).Select(id => $"${id}: Int = 0"));
        string[] ascending = ["$0", "$1", "$9", "$10", "$11"];
        var cases = ascending.Select(local => Proposals.Case($"{locals}; observe {local}")).ToArray();
        foreach (var (simple, next) in cases.Zip(cases.Skip(1)))
        {
            Assert.Equal(CaseMeasure.Of(simple), CaseMeasure.Of(next));
            Assert.True(CaseOrder.Compare(simple, next) < 0 && CaseOrder.Compare(next, simple) > 0);
        }
    }

    private static int WeightOf(Expr node) => node is Expr.Parse ? 4 : node is Expr.Fold or Expr.Item ? 2 : 1;

    /// <summary>Whether the type of the node is that of its operands, or follows from it.</summary>
    private static bool IsOperation(Expr node) =>
        node is Expr.Builtin or Expr.Fold or Expr.Item or Expr.Call or Expr.If or Expr.Block or Expr.Match
            or Expr.Try or Expr.Throw or Expr.Recursion or Expr.Applied
            or Expr.Mutual or Expr.Contract or Expr.Cell or Expr.Store or Expr.Passed;
}
