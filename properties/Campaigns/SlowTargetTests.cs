using System.Diagnostics;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Repros;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Campaigns;

/// <summary>A target that gives no answer any more ends with its campaign, and takes no finding with it.</summary>
public sealed class SlowTargetTests : IDisposable
{
    private static readonly WatOptions Canary = WatOptions.Default with { Runtime = RuntimeKind.HostStore };

    /// <summary>Far less than a stuck target would take, far more than a busy machine needs.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(20);

    private readonly string folder = Directory.CreateTempSubdirectory("slow").FullName;

    /// <summary>The target is stuck from the 1st, the 3rd and the 30th run of the shrinking on.</summary>
    [Theory, InlineData(0), InlineData(2), InlineData(30)]
    public void The_end_of_the_time_ends_shrinking_and_keeps_the_best_so_far(int runs)
    {
        var report = Run(
            runs, Options with { Time = TimeSpan.FromSeconds(2), ShrinksInTime = true }, CancellationToken.None);
        Assert.False(report.Interrupted);
        AssertCutShort(report);
    }

    [Theory, InlineData(0), InlineData(30)]
    public void An_interruption_ends_shrinking_and_keeps_the_best_so_far(int runs)
    {
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(TimeSpan.FromSeconds(2));
        var report = Run(runs, Options, stop.Token);
        Assert.True(report.Interrupted);
        AssertCutShort(report);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private CampaignOptions Options => new(
        4, BuiltInSource.AllElements with { Elements = [TypeKind.Json] }, Headers.Of(Canary))
    {
        CasesMax = 64,
        CompiledEvery = 0,
        InvisibilityEvery = 0,
        FindingsMax = 1,
        Folder = folder,
    };

    private static CampaignReport Run(int runs, CampaignOptions options, CancellationToken stop)
    {
        using var driven = Lanes.Driven(Canary);
        var target = new StuckTarget(driven);
        var clock = Stopwatch.StartNew();
        var report = new Campaign(options, () => new TestRig(Lanes.JudgeOf(target), null)).Run(Note, stop);
        Assert.True(clock.Elapsed < AtOnce, $"{clock.Elapsed}");
        return report;

        void Note(CampaignReport counts, string doing)
        {
            if (doing.StartsWith("shrinking", StringComparison.Ordinal))
            {
                target.RunsLeft = runs;
            }
        }
    }

    private static void AssertCutShort(CampaignReport report)
    {
        var finding = Assert.Single(report.Findings);
        Assert.False(finding.IsMinimal);
        var file = CaseFile.Read(finding.File!);
        Assert.Equal(finding.Case, file.Case);
        Assert.Matches("not shrunk|cut short", file.Header.Found);
        using var rig = Lanes.RigOf(Canary);
        Assert.Equal(finding.Failure.Oracle, (rig.Try(finding.Case) as Verdict.Fail)?.Oracle);
    }

    /// <summary>Answers for a while, then never again until it is told to stop.</summary>
    private sealed class StuckTarget(ITarget answering) : IBatchTarget
    {
        public int RunsLeft { get; set; } = int.MaxValue;

        public int HeapStart => answering.HeapStart;

        public CancellationToken Stop { get; set; }

        public void Prefetch(IReadOnlyList<StressCase> cases)
        {
        }

        public Execution Run(StressCase stressCase, IWatcher? watcher = null)
        {
            if (RunsLeft-- <= 0)
            {
                Stop.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
                Stop.ThrowIfCancellationRequested();
            }

            return answering.Run(stressCase, watcher);
        }
    }
}
