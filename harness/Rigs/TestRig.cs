using System.Diagnostics;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Rigs;

/// <summary>What one thread of a campaign works with: a judge for each way to run a case.</summary>
/// <param name="driven">Judges the hot lane.</param>
/// <param name="compiled">Judges the compiled way, or null where the target has only one way.</param>
/// <param name="targets">What is to be disposed of in the end.</param>
public sealed class TestRig(Judge driven, Judge? compiled, params IDisposable[] targets) : IDisposable
{
    public Judge Driven => driven;

    /// <summary>The verdict of the driven way alone.</summary>
    public Verdict Try(StressCase stressCase) => driven.Try(stressCase);

    /// <summary>The verdict of both ways: the first that fails, and a difference between them fails.</summary>
    public Verdict TryBothWays(StressCase stressCase)
    {
        var first = driven.Try(stressCase);
        if (compiled is null || first is Verdict.Fail)
        {
            return first;
        }

        var allocations = driven.LastStats.Allocations;
        var second = compiled.Try(stressCase);
        return (first, second) switch
        {
            (_, Verdict.Fail fail) => fail with { Evidence = new Evidence.InModule(fail.Evidence) },
            (Verdict.Pass, Verdict.Pass) when compiled.LastStats.Allocations != allocations =>
                new Verdict.Fail(
                    OracleName.Agreement, stressCase.Ops.Length - 1, Difference(allocations)),
            (Verdict.Pass, _) => second,
            _ => first,
        };
    }

    /// <summary>The verdict in one of several ways; see <see cref="Lane"/>.</summary>
    public Verdict Try(StressCase stressCase, Lane lane) => lane switch
    {
        Lane.Driven => Try(stressCase),
        Lane.Both => TryBothWays(stressCase),
        Lane.Variants => InvisibilityJudge.Try(driven, stressCase).Verdict,
        _ => throw new UnreachableException($"no rule for {lane}"),
    };

    public void Dispose()
    {
        foreach (var target in targets)
        {
            target.Dispose();
        }
    }

    private Evidence.LanesDiffer Difference(int allocations) => new(allocations, compiled!.LastStats.Allocations);
}
