using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that nothing outlives its roots: without any, a full collection frees every block, and the host has
/// forgotten every value that it kept for the program. And that the heap grew only for want of room.
/// </summary>
internal sealed class RetentionOracle : Oracle
{
    private readonly HighWater highWater = new();

    public override string Name => "retention";

    public override void Begin(StressCase stressCase, Execution expected) => highWater.Forget();

    public override void Collecting(in HeapView heap) => highWater.Note(heap);

    public override Verdict.Fail? Releasing(int op, in HeapView heap)
    {
        highWater.Note(heap);
        return highWater.Excess(heap) is { } excess ? Fail(op, excess) : null;
    }

    public override Verdict.Fail? Released(int op, in HeapView heap, int hostEntries)
    {
        if (MarkedBlocks.First(heap) is >= 0 and var kept)
        {
            return Fail(op, $"block 0x{kept:x} of {heap.PayloadBytes(kept)} bytes is kept, and there are no roots");
        }

        return hostEntries == 0
            ? null
            : Fail(op, $"the host keeps {hostEntries} values of a program that has no roots");
    }
}
