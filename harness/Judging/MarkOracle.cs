using System.Numerics;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that a hardened collector marks exactly what is reachable from its roots: a block that it loses breaks the
/// claim of reachability, one that it keeps for nothing breaks that of retention. So does a block that still has words
/// of what was freed in its place: they keep whatever they name. So does one that is noted as to be scanned, or not to
/// be, otherwise than the host asked for it.
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

    private static readonly int PointerFreeShift = BitOperations.Log2(HeapView.PointerFreeBit);

    private readonly SecondMark mark = new();

    /// <summary>A block that is noted otherwise than the host asked for it, and whether it was to be scanned.</summary>
    private (int Block, bool ToScan)? misnoted;

    /// <summary>Where the heap ended when it was last collected.</summary>
    private int knownEnd;

    public override OracleName Name => OracleName.Reachability;

    public override void Begin(StressCase stressCase, Execution expected)
    {
        mark.Forget();
        (misnoted, knownEnd) = (null, 0);
    }

    public override void Collecting(in HeapView heap)
    {
        mark.Forget();
        if (heap.Collector == CollectorKind.Hardened
            && (heap.Collection <= AllUpTo || heap.Collection % ThenEvery == 0))
        {
            mark.Trace(heap);
            misnoted ??= Misnoted(heap);
        }
    }

    public override Verdict.Fail? Collected(int op, in HeapView heap)
    {
        if (mark.StaleBlock is > 0 and var stale && oracles.HasFlag(OracleSet.Retention))
        {
            return Fail(OracleName.Retention, op, heap, new Evidence.StaleWords(stale, heap.PayloadBytes(stale)));
        }

        if (misnoted is var (noted, toScan)
            && oracles.HasFlag(toScan ? OracleSet.Reachability : OracleSet.Retention))
        {
            return Fail(
                toScan ? OracleName.Reachability : OracleName.Retention,
                op,
                heap,
                new Evidence.NotedOtherwise(noted, heap.PayloadBytes(noted), toScan, noted < knownEnd));
        }

        knownEnd = heap.HeapEnd;
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

    /// <summary>
    /// The second mark reads the collector's own note of what to scan; what the host asked for is another source.
    /// </summary>
    private static (int Block, bool ToScan)? Misnoted(in HeapView heap)
    {
        var common = Math.Min(heap.Asked.Length, heap.Map.Length);
        var asked = MapWords.Of(heap.Asked[..common], out var askedRest);
        var noted = MapWords.Of(heap.Map[..common], out var notedRest);
        for (var i = 0; i <= asked.Length; i++)
        {
            var (one, other) = i < asked.Length ? (asked[i], noted[i]) : (askedRest, notedRest);
            var differing = ((one ^ other) >> PointerFreeShift) & MapWords.InUse(one) & MapWords.InUse(other);
            if (differing != 0)
            {
                var granule = (sizeof(ulong) * i) + (BitOperations.TrailingZeroCount(differing) / 8);
                var toScan = (heap.Asked[granule] & HeapView.PointerFreeBit) == 0;
                return (heap.HeapStart + (HeapView.Granule * granule) + sizeof(uint), toScan);
            }
        }

        return null;
    }

    private static Verdict.Fail Fail(OracleName oracle, int op, in HeapView heap, Evidence evidence) =>
        new(oracle, op, new Evidence.InCollection(heap.Collection, heap.Allocation, evidence));
}
