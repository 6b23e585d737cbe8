using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Rigs;

/// <summary>Whether the hosts of a real Vera show of a case what it should show, as one of them does.</summary>
internal static class HostDifferences
{
    /// <summary>What the first host that fails shows; null: none does, or the case fails on the first of all.</summary>
    /// <param name="first">Judges on the host that the others are held against.</param>
    /// <param name="others">Judge on the others, each by its name.</param>
    /// <param name="stressCase">The case: collections come naturally or eagerly, which every host can do.</param>
    /// <param name="stop">Asks for an early end.</param>
    public static Verdict.Fail? Of(
        Judge first, IReadOnlyList<(string Host, Judge Judge)> others, StressCase stressCase, CancellationToken stop)
    {
        var isPlain = stressCase.Schedule is CollectionSchedule.Natural or CollectionSchedule.Eager;
        var plain = isPlain ? stressCase : stressCase.With(new CollectionSchedule.Natural());
        if (!isPlain && first.Try(plain, stop: stop).Verdict is not Verdict.Pass)
        {
            return null;
        }

        foreach (var (host, judge) in others)
        {
            if (judge.Try(plain, stop: stop).Verdict is Verdict.Fail failure)
            {
                var reads = failure.Oracle == OracleName.Agreement && plain.Ops.Any(op => Reads(op.Operand));
                return failure with
                {
                    Oracle = reads ? OracleName.Decode : OracleName.Hosts,
                    Evidence = new Evidence.OnHost(host, failure.Evidence),
                };
            }
        }

        return null;
    }

    private static bool Reads(Expr? expr) => expr is Expr.Parse || (expr is not null && expr.Parts.Any(Reads));
}
