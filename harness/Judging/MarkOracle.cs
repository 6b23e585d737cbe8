using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that a hardened collector marks exactly what is reachable from its roots: a block that it loses breaks the
/// claim of reachability, one that it keeps for nothing breaks that of retention.
/// </summary>
/// <remarks>Vera's collector marks what no block starts at, so there is nothing exact to compare it with.</remarks>
internal sealed class MarkOracle(OracleSet oracles) : Oracle
{
    private readonly SecondMark mark = new();

    public override string Name => "reachability";

    public override void Begin(StressCase stressCase, Execution expected) => mark.Forget();

    public override void Collecting(in HeapView heap)
    {
        if (heap.Collector == CollectorKind.Hardened)
        {
            mark.Trace(heap);
        }
    }

    public override Verdict.Fail? Collected(int op, in HeapView heap)
    {
        if (heap.Collector != CollectorKind.Hardened ||
            mark.FirstDifference(heap, out var isLost) is not (> 0 and var block))
        {
            return null;
        }

        var where = $"collection {heap.Collection} (allocation {heap.Allocation}): block 0x{block:x}";
        return isLost switch
        {
            true when oracles.HasFlag(OracleSet.Reachability) => Fail(
                op, $"{where} of {heap.PayloadBytes(block)} bytes is reachable, but was not marked"),
            false when oracles.HasFlag(OracleSet.Retention) && !heap.HasHostRoots => new Verdict.Fail(
                "retention", op, $"{where} of {heap.PayloadBytes(block)} bytes was marked, but nothing reaches it"),
            _ => null,
        };
    }
}
