using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that nothing outlives its roots: without any, a full collection frees every block, and the host has
/// forgotten every value that it kept for the program.
/// </summary>
internal sealed class RetentionOracle : Oracle
{
    public override string Name => "retention";

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
