using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Growth;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that nothing outlives its roots: without any, a full collection frees every block, and the host has
/// forgotten every value that it kept for the program. That roots do not outlive their frames, that the heap grew only
/// for want of room and no further than it should, and that every block in use was asked for.
/// </summary>
internal sealed class RetentionOracle : Oracle
{
    private readonly GrowthCheck growth = new();
    private readonly BlockAccount account = new();
    private readonly PacingCheck pacing = new();
    private readonly HighWater highWater = new();
    private readonly RootBalance balance = new();
    private readonly BlockSizes sizes = new();
    private StressCase? running;
    private Evidence? excess;

    public override OracleName Name => OracleName.Retention;

    public override void Begin(StressCase stressCase, Execution expected)
    {
        balance.Begin(stressCase);
        growth.Forget();
        account.Forget(stressCase);
        pacing.Forget();
        highWater.Forget();
        (running, excess) = (stressCase, null);
    }

    public override void Collecting(in HeapView heap) => Note(heap, isCollecting: true);

    public override Verdict.Fail? Collected(int op, in HeapView heap)
    {
        growth.Begin(heap);
        account.Begin(heap);
        pacing.Begin(heap);
        return excess is null ? null : Fail(op, excess);
    }

    public override Verdict.Fail? Stepped(int op, int collections, ILocals locals) =>
        locals.Roots is >= 0 and var roots && balance.Excess(op, roots) is { } excessive ? Fail(op, excessive) : null;

    public override Verdict.Fail? Releasing(int op, in HeapView heap)
    {
        Note(heap, isCollecting: false);
        if (heap.Collector == CollectorKind.Vera)
        {
            excess ??= highWater.Excess(heap) ?? sizes.Excess(heap, running!);
        }

        return excess is null ? null : Fail(op, excess);
    }

    public override Verdict.Fail? Released(int op, in HeapView heap, int hostEntries)
    {
        if (MarkedBlocks.First(heap) is >= 0 and var kept)
        {
            return Fail(op, new Evidence.KeptWithoutRoots(kept, heap.PayloadBytes(kept)));
        }

        return hostEntries == 0
            ? null
            : Fail(op, new Evidence.HostValuesKept(hostEntries));
    }

    public override Verdict.Fail? Damaged(int op, HeapDamage damage, string site) => damage switch
    {
        { Kind: BrokenRule.Balance } => Fail(op, new Evidence.RootsNotPopped(site, unchecked((int)damage.After))),
        { Kind: BrokenRule.Retention, Block: > 0 } =>
            Fail(op, new Evidence.KeptWithoutRoots((int)damage.Block, damage.Size)),
        { Kind: BrokenRule.Retention } => Fail(op, new Evidence.HostValuesKept((int)damage.After)),
        _ => null,
    };

    /// <summary>An interval without collections ends.</summary>
    private void Note(in HeapView heap, bool isCollecting)
    {
        var outOfPace = pacing.Flaw(heap, isCollecting);
        excess ??= growth.Excess(heap) ?? (Evidence?)account.Flaw(heap, isCollecting) ?? outOfPace;
        if (heap.Collector == CollectorKind.Vera)
        {
            highWater.Note(heap);
        }
    }
}
