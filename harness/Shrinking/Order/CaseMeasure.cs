using System.Diagnostics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking.Order;

/// <summary>What counts in a case besides the number of its ops, most important first.</summary>
internal readonly record struct CaseMeasure(
    int Nodes,
    int Types,
    UInt128 Values,
    int Heap,
    long Tables,
    int Points,
    long Schedule) : IComparable<CaseMeasure>
{
    public static CaseMeasure Of(StressCase stressCase)
    {
        int nodes = 0, types = 0;
        UInt128 values = 0;
        foreach (var op in stressCase.Ops)
        {
            values += ValueWeight.Of(op);
            if (op.Operand is { } operand)
            {
                Add(operand, ref nodes, ref types, ref values);
            }
        }

        var (points, schedule) = Weigh(stressCase.Schedule);
        return new(nodes, types, values, (int)stressCase.Heap, Weigh(stressCase.Tables), points, schedule);
    }

    /// <summary>How many nodes an expression has.</summary>
    public static int NodesOf(Expr expr)
    {
        int nodes = 0, types = 0;
        UInt128 values = 0;
        Add(expr, ref nodes, ref types, ref values);
        return nodes;
    }

    public int CompareTo(CaseMeasure other) =>
        (Nodes, Types, Values, Heap, Tables, Points, Schedule).CompareTo(
            (other.Nodes, other.Types, other.Values, other.Heap, other.Tables, other.Points, other.Schedule));

    private static void Add(Expr expr, ref int nodes, ref int types, ref UInt128 values)
    {
        nodes += WeightOf(expr);
        values += ValueWeight.Of(expr);
        if (OwnsItsType(expr))
        {
            types += TypeWeight.Of(expr.Type);
        }

        foreach (var part in expr.Parts)
        {
            Add(part, ref nodes, ref types, ref values);
        }
    }

    /// <summary>
    /// How many nodes one counts as. A loop is more than one insertion: two written out are as simple as one fold. A
    /// document, or an item that may not be there, is more than the simplest value that could stand in its place.
    /// </summary>
    private static int WeightOf(Expr expr) => expr switch
    {
        Expr.Fold or Expr.Item => 2,
        Expr.Parse => 4,
        _ => 1,
    };

    /// <summary>Whether the node says its type itself; the others have theirs from their parts.</summary>
    private static bool OwnsItsType(Expr expr) =>
        expr is Expr.Construct or Expr.ArrayOf or Expr.Closure or Expr.Function or Expr.Container || expr.Parts.IsEmpty;

    /// <summary>Fewer tables are simpler, and then smaller ones.</summary>
    private static long Weigh(HeapTables tables) =>
        tables.IsUsual ? 0 : tables.Said().Sum(said => (1L << 32) + said.Size);

    private static (int Points, long Weight) Weigh(CollectionSchedule schedule) => schedule switch
    {
        CollectionSchedule.Natural => (0, 0),
        CollectionSchedule.At at => (at.Allocations.Length, at.Allocations.Sum(a => (long)a)),
        CollectionSchedule.Every every => (int.MaxValue, every.Interval),
        CollectionSchedule.Eager => (int.MaxValue, 0),
        _ => throw new UnreachableException($"the order has no rule for {schedule}"),
    };
}
