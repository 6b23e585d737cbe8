using Vera.GcStress.Campaigns;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Model;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>One runtime on one collector, judged by all oracles: what the laws about whole cases run on.</summary>
internal sealed class JudgedRuntime(RuntimeKind runtime, CollectorKind collector) : IDisposable
{
    private readonly TestRig rig = Lanes.RigOf(
        WatOptions.Default with { Runtime = runtime, Collector = collector }, bothWays: true);

    /// <summary>How many of the drawn cases passed, and those that failed.</summary>
    public (int Passed, List<(StressCase Case, Verdict.Fail Failure)> Failed) Campaign(
        int cases, GenerationOptions options, int compiledEvery = 0)
    {
        var passed = 0;
        var failed = new List<(StressCase, Verdict.Fail)>();
        for (var number = 0; number < cases; number++)
        {
            var drawn = CaseGenerator.FromSeed(CaseSeed.Of(1, number), options);
            switch (compiledEvery > 0 && number % compiledEvery == 0 ? TryBothWays(drawn) : Try(drawn))
            {
                case Verdict.Pass:
                    passed++;
                    break;
                case Verdict.Fail failure:
                    failed.Add((drawn, failure));
                    break;
            }
        }

        return (passed, failed);
    }

    /// <summary>What the driven way observes.</summary>
    public string[] Observations(StressCase stressCase) =>
        ModelRun.Texts(rig.Driven.Try(stressCase, Effort.Observations).Seen!);

    public Verdict Try(StressCase stressCase) => rig.Try(stressCase);

    public Verdict TryBothWays(StressCase stressCase) => rig.TryBothWays(stressCase);

    public void Dispose() => rig.Dispose();
}
