using Vera.GcStress.Coverage;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Xunit;

namespace Vera.GcStress.Properties.Coverage;

public class CellTests
{
    private static readonly VeraType SetOfJson = VeraType.Set(VeraType.Json);

    [Fact]
    public void Every_cell_has_a_name_of_its_own()
    {
        var cells = Enumerable.Range(0, Cells.Count).Select(Cells.At).ToList();
        Assert.Equal(Cells.Count, cells.Distinct().Count());
        Assert.Equal(Cells.Count, cells.Select(cell => $"{cell}").Distinct().Count());
    }

    /// <summary>An insertion in the middle of three ops, with a collection in any of them.</summary>
    [Theory]
    [InlineData(0, Moment.Before)]
    [InlineData(1, Moment.During)]
    [InlineData(2, Moment.After)]
    public void A_moment_is_where_the_collection_lies_from_the_operation(int collected, Moment moment)
    {
        var insertions = HitsOf(3, [collected])
            .OfType<Cell.Operated>().Where(cell => cell.Operation == OperationAxis.Insert);
        Assert.Equal([new(ContainerForm.Set, TypeKind.Json, OperationAxis.Insert, moment)], insertions);
    }

    [Fact]
    public void Ops_that_did_not_run_hit_nothing()
    {
        Assert.Empty(HitsOf(0, []));
        Assert.DoesNotContain(HitsOf(1, [0]), cell => cell is Cell.Operated { Operation: OperationAxis.Insert });
        Assert.Contains(HitsOf(2, [0]), cell => cell is Cell.Operated { Operation: OperationAxis.Insert });
    }

    [Fact]
    public void Without_a_collection_no_operation_hits_a_cell() =>
        Assert.DoesNotContain(HitsOf(3, []), cell => cell is Cell.Operated);

    private static List<Cell> HitsOf(int opsRun, int[] collected)
    {
        var set = new Expr.Local(0, SetOfJson);
        var tally = new CellTally();
        tally.Add(
            new(
                [
                    new Op.Let(0, new Expr.Container(SetOfJson, [])),
                    new Op.Let(1, ContainerExprs.Insert(set, Defaults.Of(VeraType.Json), null)),
                    new Op.Observe(ContainerExprs.Size(set)),
                ],
                new CollectionSchedule.Natural(),
                HeapState.Full),
            opsRun,
            collected);
        return [.. Enumerable.Range(0, Cells.Count).Where(cell => tally.Counts[cell] > 0).Select(Cells.At)];
    }
}
