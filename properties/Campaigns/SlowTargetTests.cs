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

    /// <summary>The first shrinking is stuck until its own time is up; the campaign has more.</summary>
    [Fact]
    public void What_was_cut_short_is_made_smaller_in_the_time_that_is_left()
    {
        var report = Run(
            2,
            Options with
            {
                Time = AtOnce,
                ShrinksInTime = true,
                ShrinkTimeMax = TimeSpan.FromSeconds(3),
            },
            CancellationToken.None,
            once: true);
        var finding = Assert.Single(report.Findings);
        Assert.True(finding.Attempts > 10, $"{finding.Attempts}"); // The third was never answered.
        Assert.True(CaseFile.Read(finding.File!).Case.Ops.Length < finding.DrawnOps);
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

    private static CampaignReport Run(int runs, CampaignOptions options, CancellationToken stop, bool once = false)
    {
        using var driven = Lanes.Driven(Canary);
        var target = new StuckTarget(driven) { Once = once };
        var clock = Stopwatch.StartNew();
        var report = new Campaign(options, () => new TestRig(Lanes.JudgeOf(target), null)).Run(Note, stop);
        Assert.True(clock.Elapsed < AtOnce, $"{clock.Elapsed}");
        return report;

        void Note(CampaignReport counts, string doing)
        {
            if (doing.StartsWith("shrinking", StringComparison.Ordinal) && !target.WasStuck)
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

        /// <summary>Whether it answers again after it was told to stop.</summary>
        public bool Once { get; init; }

        public bool WasStuck { get; private set; }

        public int HeapStart => answering.HeapStart;

        public CancellationToken Stop { get; set; }

        public void Prefetch(IReadOnlyList<StressCase> cases)
        {
        }

        public void Announce(IReadOnlyList<StressCase> cases)
        {
        }

        public Execution Run(StressCase stressCase, IWatcher? watcher = null)
        {
            if (RunsLeft-- <= 0)
            {
                Stop.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
                (WasStuck, RunsLeft) = (Once, Once ? int.MaxValue : 0);
                Stop.ThrowIfCancellationRequested();
            }

            return answering.Run(stressCase, watcher);
        }
    }
}
