using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that a hardened collector marks exactly what is reachable from its roots: a block that it loses breaks the
/// claim of reachability, one that it keeps for nothing breaks that of retention. So does a block that still has words
/// of what was freed in its place: they keep whatever they name.
/// </summary>
/// <remarks>
/// Vera's collector marks what no block starts at, so there is nothing exact to compare it with. Marking twice at
/// every collection would slow eager runs down by a third, so it is done at the first few and at a sample of the
/// others.
/// </remarks>
internal sealed class MarkOracle(OracleSet oracles) : Oracle
{
    private const int AllUpTo = 64;
    private const int ThenEvery = 4;

    private readonly SecondMark mark = new();

    public override OracleName Name => OracleName.Reachability;

    public override void Begin(StressCase stressCase, Execution expected) => mark.Forget();

    public override void Collecting(in HeapView heap)
    {
        mark.Forget();
        if (heap.Collector == CollectorKind.Hardened
            && (heap.Collection <= AllUpTo || heap.Collection % ThenEvery == 0))
        {
            mark.Trace(heap);
        }
    }

    public override Verdict.Fail? Collected(int op, in HeapView heap)
    {
        if (mark.StaleBlock is > 0 and var stale && oracles.HasFlag(OracleSet.Retention))
        {
            return Fail(OracleName.Retention, op, heap, new Evidence.StaleWords(stale, heap.PayloadBytes(stale)));
        }

        if (heap.Collector != CollectorKind.Hardened ||
            mark.FirstDifference(heap, out var isLost) is not (> 0 and var block))
        {
            return null;
        }

        var bytes = heap.PayloadBytes(block);
        return isLost switch
        {
            true when oracles.HasFlag(OracleSet.Reachability) =>
                Fail(OracleName.Reachability, op, heap, new Evidence.Unmarked(block, bytes)),
            false when oracles.HasFlag(OracleSet.Retention) && !heap.HasHostRoots =>
                Fail(OracleName.Retention, op, heap, new Evidence.Overmarked(block, bytes)),
            _ => null,
        };
    }

    private static Verdict.Fail Fail(OracleName oracle, int op, in HeapView heap, Evidence evidence) =>
        new(oracle, op, new Evidence.InCollection(heap.Collection, heap.Allocation, evidence));
}
