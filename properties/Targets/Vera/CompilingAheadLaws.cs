using System.Runtime.Versioning;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Campaigns;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera;

/// <summary>What is compiled together, and when, changes nothing of what comes of a case.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CompilingAheadLaws
{
    public static bool CanRun => FakeWorker.CanRun;

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void Threads_change_nothing_of_a_campaign_whose_cases_are_compiled_ahead()
    {
        using var fake = new FakeCompiler();
        var one = Campaign(fake, jobs: 1);
        Assert.Equal(16, one.Cases);
        Assert.True(one is { Passed: > 0, Failed: > 0, Findings.Count: > 0 } && one.Runs > one.Cases, Facts(one));
        Assert.Equal(Facts(one), Facts(Campaign(fake, jobs: 3)));
        Assert.Equal(Facts(one), Facts(Campaign(fake, jobs: 2, compilersMax: 3)));
        Assert.Equal(Facts(one), Facts(Campaign(fake, jobs: 1, compilersMax: 2)));
    }

    [Theory(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public void What_may_come_next_is_compiled_where_a_compiler_is_free_and_once(int compilersMax, int compiled)
    {
        using var fake = new FakeCompiler();
        using var target = new VeraTarget(VeraPython.Plain(fake.Command), Lanes.Parsed, VeraHost.Own, compilersMax);
        var (now, next, last) = (Observing(1), Observing(2), Observing(3));
        target.Prefetch([now]);
        target.Announce([next]);
        Assert.True(SpinWait.SpinUntil(() => fake.Requests == compiled, TimeSpan.FromMinutes(1)));
        target.Run(now);
        Assert.Equal(compiled, fake.Requests);
        target.Prefetch([next]);
        target.Run(next);
        Assert.Equal(2, fake.Requests);
        target.Prefetch([last]);
        target.Run(last);
        target.Run(next);
        Assert.Equal(3, fake.Requests);
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void Of_cases_that_are_compiled_together_only_the_one_fails_whose_module_is_invalid()
    {
        using var fake = new FakeCompiler();
        using var runner = new ProgramRunner(VeraPython.Plain(fake.Command));
        using var programs = new CasePrograms();
        StressCase[] cases = [.. new[] { "1", "2", FakeCompiler.Invalid, "4", "5" }
            .Select(number => CaseText.Parse($"observe {number}"))];
        runner.Compile(cases, programs);
        var runs = cases.Select(one => programs.Run(one, swaps: false)).ToArray();
        Assert.Equal(
            [2],
            Enumerable.Range(0, 5).Where(i => runs[i].Reason.Contains("not valid", StringComparison.Ordinal)));
        Assert.All(runs, run => Assert.Equal(run.Reason.Length > 0, run.Ending == Ending.Trapped));
    }

    private static StressCase Observing(int number) => CaseText.Parse($"observe {number}");

    private static CampaignReport Campaign(FakeCompiler fake, int jobs, int compilersMax = 1)
    {
        var vera = new VeraChoice(fake.Command, new(0, 1, 9)) { Host = VeraHost.Own };
        var drawn = VeraChoice.Generation with { Elements = [TypeKind.Int], OpsMean = 6 };
        var options = vera.Suited(new(5, drawn, Headers.Of(WatOptions.Default))) with
        {
            CasesMax = 16,
            Jobs = jobs,
            BatchCases = 4,
            SampledSchedules = 8,
            FindingsMax = 1,
            ShrinkAttemptsMax = 4,
            ShrinkTimeMax = null,
        };
        return new Campaign(options, () => Rig(fake, compilersMax)).Run();
    }

    /// <summary>What the stand-in's programs print is nothing that a model knows.</summary>
    private static TestRig Rig(FakeCompiler fake, int compilersMax)
    {
        var target = new VeraTarget(VeraPython.Plain(fake.Command), Lanes.Parsed, VeraHost.Own, compilersMax);
        return new(Lanes.JudgeOf(target, OracleSet.Termination | OracleSet.Integrity), null, target);
    }

    private static string Facts(CampaignReport report) => string.Join('\n',
    [
        $"{report.Passed} {report.Failed} {report.Unsupported} {report.Runs} {report.Allocations} {report.KindsLeft}",
        .. report.Findings.Select(found => $"{found.Number} {found.Failure} {found.Attempts}\n{found.Case}"),
        .. report.Limits.Select(limit => $"{limit}"),
    ]);
}
