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

    public override string Name => "reachability";

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
            return new Verdict.Fail("retention", op, Where(heap, stale) +
                $" of {heap.PayloadBytes(stale)} bytes is in use and has words of what was freed in its place");
        }

        if (heap.Collector != CollectorKind.Hardened ||
            mark.FirstDifference(heap, out var isLost) is not (> 0 and var block))
        {
            return null;
        }

        var where = Where(heap, block);
        return isLost switch
        {
            true when oracles.HasFlag(OracleSet.Reachability) => Fail(
                op, $"{where} of {heap.PayloadBytes(block)} bytes is reachable, but was not marked"),
            false when oracles.HasFlag(OracleSet.Retention) && !heap.HasHostRoots => new Verdict.Fail(
                "retention", op, $"{where} of {heap.PayloadBytes(block)} bytes was marked, but nothing reaches it"),
            _ => null,
        };
    }

    private static string Where(in HeapView heap, int block) =>
        $"collection {heap.Collection} (allocation {heap.Allocation}): block 0x{block:x}";
}
