using Vera.GcStress.Campaigns;
using Vera.GcStress.Coverage;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Repros;
using Vera.GcStress.Rigs;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Triage;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Campaigns;

public sealed class CampaignTests : IDisposable
{
    private static readonly WatOptions Canary = WatOptions.Default with { Runtime = RuntimeKind.HostStore };

    private static readonly GenerationOptions Drawn =
        BuiltInSource.AllElements with { Elements = [TypeKind.Json, TypeKind.Tuple], OpsMean = 16 };

    private readonly string folder = Directory.CreateTempSubdirectory("campaign").FullName;

    [Fact]
    public void The_same_seed_finds_the_same_with_one_thread_and_two()
    {
        var one = Run(Options(300) with { FindingsMax = 6, Jobs = 1 });
        var two = Run(Options(300) with { FindingsMax = 6, Jobs = 2 });
        Assert.NotEmpty(one.Findings);
        Assert.Equal(one.Findings.Select(Describe), two.Findings.Select(Describe));
        Assert.Equal(CountsOf(one), CountsOf(two));
        Assert.Equal(one.KindsLeft, two.KindsLeft);
    }

    /// <summary>Whatever they aim at: it depends on the case's number alone.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Shards_together_judge_the_cases_of_the_whole_campaign(int of)
    {
        var options = Options(700) with { FindingsMax = 0, CompiledEvery = 9, Shard = (1, 1) };
        var whole = Run(options);
        var shards = Enumerable.Range(1, of)
            .Select(index => Run(options with { Shard = (index, of) })).ToList();
        Assert.All(shards, shard => Assert.Equal(700 / of, shard.Cases));
        Assert.Equal(CountsOf(whole), CountsOf([.. shards]));
        var cells = new CellTally();
        shards.ForEach(shard => cells.Add(shard.Cells));
        Assert.True(whole.Cells.Counts.SequenceEqual(cells.Counts));
    }

    [Fact]
    public void Findings_that_cannot_be_saved_are_reported_all_the_same()
    {
        File.WriteAllText(Path.Combine(folder, "file"), "");
        var options = Options(60) with { FindingsMax = 3 };
        var report = Run(options with { Folder = Path.Combine(folder, "file", "below") });
        Assert.Equal(Run(options).Findings.Select(Describe), report.Findings.Select(Describe));
        Assert.NotEmpty(report.Findings);
        Assert.NotEmpty(report.Unsaved);
    }

    [Fact]
    public void Findings_are_minimal_and_their_files_say_what_is_found_again()
    {
        var report = Run(Options(60) with { FindingsMax = 3, Folder = folder });
        Assert.NotEmpty(report.Findings);
        using var rig = Lanes.RigOf(Canary, bothWays: true);
        foreach (var finding in report.Findings)
        {
            Assert.True(finding.IsMinimal, $"{finding}");
            var file = CaseFile.Read(finding.File!);
            Assert.Equal(finding.Case, file.Case);
            Assert.Equal(new Expectation.Fail(finding.Failure.Oracle), file.Header.Expect);
            Assert.Equal(finding.Failure.Oracle, (rig.Try(file.Case) as Verdict.Fail)?.Oracle);
            Assert.Equal(finding.Failure.Oracle, (rig.TryBothWays(file.Case) as Verdict.Fail)?.Oracle);
            AssertMinimal(rig, finding);
        }

        Assert.Equal(report.Findings.Select(f => f.File!).Order(), CaseFolder.List([folder]).Order());
    }

    [Fact]
    public void What_was_found_before_the_end_is_kept()
    {
        using var stop = new CancellationTokenSource();
        var report = Run(
            Options(100_000) with { FindingsMax = 1000, Folder = folder },
            (counts, _) => CancelAfter(counts.Failed > 0, stop),
            stop.Token);
        Assert.True(report.Interrupted);
        Assert.NotEmpty(report.Findings);
        Assert.All(report.Findings, f => Assert.False(f.IsMinimal));
        foreach (var finding in report.Findings)
        {
            Assert.Equal(finding.Case, CaseFile.Read(finding.File!).Case);
        }
    }

    /// <summary>Whatever happens while shrinking: the drawn case is on disk, and says that it fails.</summary>
    [Fact]
    public void A_finding_is_saved_before_it_is_shrunk()
    {
        var options = Options(40) with { Folder = folder, SmallerDocuments = (_, _) => throw new TimeoutException() };
        var saved = 0;
        Record.Exception(() => Run(options, (_, message) =>
        {
            if (message.StartsWith("shrinking", StringComparison.Ordinal))
            {
                saved = CaseFolder.List([folder]).Count;
            }
        }, CancellationToken.None));
        Assert.NotEqual(0, saved);
        using var rig = Lanes.RigOf(Canary);
        foreach (var file in CaseFolder.List([folder]).Select(CaseFile.Read))
        {
            var verdict = Assert.IsType<Verdict.Fail>(rig.Try(file.Case));
            Assert.Equal(file.Header.Expect, new Expectation.Fail(verdict.Oracle));
        }
    }

    [Fact]
    public void A_campaign_that_stops_at_the_first_finding_has_one() =>
        Assert.Single(Run(Options(2_000) with { StopAtFirst = true }).Findings);

    [Fact]
    public void A_broken_harness_is_no_finding_and_shows_its_case()
    {
        var broken = new CampaignOptions(1, Drawn, Headers.Of(Canary)) { CasesMax = 10, Jobs = 2 };
        var thrown = Assert.Throws<HarnessBrokenException>(
            () => Judged(broken, _ => throw new NotSupportedException()));
        Assert.NotEmpty(thrown.Case!.Ops);
    }

    /// <summary>Most of a release may be out of reach: a bug of the rest is one all the same.</summary>
    [Fact]
    public void A_campaign_whose_cases_mostly_hit_a_limit_says_nothing_unless_it_found_something()
    {
        var options = new CampaignOptions(1, Drawn, Headers.Of(Canary)) { CasesMax = 30, Jobs = 1 };
        var limit = new Outcome.Unsupported("what no release has");
        Assert.True(Judged(options, _ => limit).SaysNothing);

        var judged = 0;
        var found = Judged(options, stressCase => judged++ < 25 ? limit
            : new Outcome.Trapped(0, new Trap(TrapReason.Guest, "unreachable")));
        Assert.NotEmpty(found.Findings);
        Assert.False(found.SaysNothing);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void CancelAfter(bool enough, CancellationTokenSource stop)
    {
        if (enough)
        {
            stop.Cancel();
        }
    }

    private static CampaignOptions Options(int cases) => new(4, Drawn, Headers.Of(Canary))
    {
        CasesMax = cases,
        CompiledEvery = 0,
        SmallCasesMax = 0, // Normal forms have a law of their own.
        SmallerDocuments = (type, text) => DocumentEdits.Smaller(text, type),
    };

    private static CampaignReport Run(CampaignOptions options) => Run(options, null, CancellationToken.None);

    private static CampaignReport Run(
        CampaignOptions options, Action<CampaignReport, string>? progress, CancellationToken stop) =>
        new Campaign(options, () => Lanes.RigOf(Canary, options.CompiledEvery > 0)).Run(progress, stop);

    private static string Describe(Finding finding) =>
        $"{finding.Number} {finding.Failure} {finding.DrawnOps} {finding.Attempts} {finding.IsMinimal}\n{finding.Case}";

    /// <summary>Everything that adds up.</summary>
    private static string CountsOf(params ReadOnlySpan<CampaignReport> reports)
    {
        var axes = new AxisTally();
        long passed = 0, failed = 0, others = 0, compiled = 0, allocations = 0, collections = 0;
        foreach (var report in reports)
        {
            axes.Add(report.Axes);
            passed += report.Passed;
            failed += report.Failed;
            others += report.Inconclusive + report.Unsupported;
            compiled += report.Compiled;
            allocations += report.Allocations;
            collections += report.Collections;
        }

        return $"{passed} {failed} {others} {compiled} {allocations} {collections} {TextOf(axes)}";
    }

    private static string TextOf(AxisTally axes) => string.Join(", ", axes.Rows());

    /// <summary>Nothing that the shrinker knows to be smaller fails the same way.</summary>
    private static void AssertMinimal(TestRig rig, Finding finding)
    {
        var signatures = new HeapSignatures();
        var shape = signatures.ShapeOf(finding.Case, finding.Failure);
        var again = new Shrinker(
            candidate => CaseContainers.First(candidate) is { } container
                && container.Arguments.Any(a => Drawn.Elements.Contains(a.Kind))
                && rig.Try(candidate) is Verdict.Fail fail && signatures.ShapeOf(candidate, fail) == shape,
            new ShrinkOptions { SmallerDocuments = (type, text) => DocumentEdits.Smaller(text, type) });
        Assert.Equal(finding.Case, again.Shrink(finding.Case).Smallest);
    }

    private static CampaignReport Judged(CampaignOptions options, Func<StressCase, Outcome> answer) =>
        new Campaign(options, () => new TestRig(Lanes.JudgeOf(new AnsweringTarget(answer)), null))
            .Run(stop: CancellationToken.None);

    private sealed class AnsweringTarget(Func<StressCase, Outcome> answer) : ITarget
    {
        public int HeapStart => HeapLayout.Small.HeapStart;

        public Execution Run(StressCase stressCase, IWatcher? watcher = null) =>
            new(answer(stressCase), new Transcript(), new Transcript(), new RunStats(1, 2, 3, 4, 5));
    }
}
