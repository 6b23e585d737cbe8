using System.Buffers.Binary;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that every collection leaves a well-formed heap behind and nothing changed in what it kept, and that no heap
/// passes its ceiling.
/// </summary>
/// <remarks>
/// After a collection: the blocks tile the heap; each is either marked or on a free list, once; a hardened collector
/// has merged free neighbours, files them by size, and its map says the same; and no marked block has another size or
/// another byte than before. Until the next one nothing writes to what is free, and it stays on its list.
/// </remarks>
internal sealed class IntegrityOracle : Oracle
{
    /// <summary>Of the collections of a run, those before which free blocks are looked at.</summary>
    private const int AllUpTo = 64;
    private const int ThenEvery = 4;

    private readonly HeapCensus census = new();
    private readonly SurvivorCheck survivors = new();
    private Evidence? unkept;

    public override OracleName Name => OracleName.Integrity;

    public override void Begin(StressCase stressCase, Execution expected)
    {
        survivors.Forget();
        unkept = null;
    }

    public override void Collecting(in HeapView heap)
    {
        survivors.Remember(heap);
        unkept = heap.Collection <= AllUpTo || heap.Collection % ThenEvery == 0 ? FreedCheck.Flaw(heap) : null;
    }

    public override Verdict.Fail? Collected(int op, in HeapView heap)
    {
        var evidence = unkept
            ?? BeyondCeiling(heap)
            ?? census.Walk(heap)
            ?? census.FollowFreeLists(heap)
            ?? census.CompareMap(heap)
            ?? survivors.Compare(heap, census);
        return evidence is null
            ? null
            : Fail(op, new Evidence.InCollection(heap.Collection, heap.Allocation, evidence));
    }

    public override Verdict.Fail? Damaged(int op, HeapDamage damage, string site) => EvidenceOf(damage) is { } evidence
        ? Fail(op, new Evidence.InCollection(damage.Collection, damage.Allocation, evidence))
        : null;

    public override Verdict.Fail? Releasing(int op, in HeapView heap) =>
        BeyondCeiling(heap) is { } evidence ? Fail(op, evidence)
        : FreedCheck.Flaw(heap) is { } changed ? Fail(op, changed)
        : null;

    private static Evidence.BeyondCeiling? BeyondCeiling(in HeapView heap) => heap.HeapEnd <= heap.Ceiling
        ? null
        : new Evidence.BeyondCeiling(heap.HeapEnd, heap.Ceiling);

    private static Evidence? EvidenceOf(HeapDamage damage) => damage.Kind switch
    {
        BrokenRule.Payload => new Evidence.ContentChanged(
            (int)damage.Block, damage.Size, damage.Offset, Hex(damage.Before), Hex(damage.After)),
        BrokenRule.Header => new Evidence.SizeChanged((int)damage.Block, (int)damage.After, (int)damage.Before),
        BrokenRule.Tiling => new Evidence.BlockBeyondHeap((int)damage.Block, damage.Before),
        BrokenRule.FreeList => new Evidence.StrayFreeLink(damage.Block),
        _ => null,
    };

    /// <summary>A word's bytes in memory order.</summary>
    private static string Hex(uint word) => $"{BinaryPrimitives.ReverseEndianness(word):x8}";
}
