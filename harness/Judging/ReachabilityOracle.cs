using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that what the locals reach is intact: after an op with collections, and after the last op, each local in
/// scope reads as the model says.
/// </summary>
/// <remarks>It sees a lost block even if no op ever observes it again.</remarks>
internal sealed class ReachabilityOracle : Oracle
{
    private readonly CanonicalWriter writer = new();
    private readonly HashSet<int> seen = [];
    private Transcript expected = new();
    private int lastOp;

    public override OracleName Name => OracleName.Reachability;

    public override void Begin(StressCase stressCase, Execution expected)
    {
        this.expected = expected.Locals;
        lastOp = stressCase.Ops.Length - 1;
        seen.Clear();
    }

    public override Verdict.Fail? Stepped(int op, int collections, ILocals locals)
    {
        if (collections == 0 && op != lastOp)
        {
            return null;
        }

        foreach (var local in locals.InScope)
        {
            if (seen.Contains(local) && locals.Stands(local))
            {
                continue;
            }

            writer.Clear();
            locals.Write(local, writer);
            var text = ExpectedOf(local);
            if (!writer.Written.SequenceEqual(text))
            {
                var evidence = new Evidence.LocalDiffers(local, op, TextDifference.Of(text, writer.Written));
                return Fail(op, evidence) with { Subject = locals.TypeOf(local) };
            }

            seen.Add(local);
        }

        return null;
    }

    private ReadOnlySpan<byte> ExpectedOf(int local)
    {
        var place = expected.Find(local);
        return place >= 0
            ? expected.TextAt(place)
            : throw new InvalidOperationException($"the target has a local ${local} that the model never bound");
    }
}
