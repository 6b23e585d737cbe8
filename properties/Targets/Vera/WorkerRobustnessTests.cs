using System.Diagnostics;
using System.Runtime.Versioning;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera;

/// <summary>Whatever becomes of the process, each case has its own outcome and the next one runs.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class WorkerRobustnessTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public static bool CanRun => FakeWorker.CanRun;

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void Every_misfortune_strikes_its_own_case_and_no_other()
    {
        using var fake = new FakeWorker();
        const string Plan = "odkgohkxolok";
        var endings = Endings(fake, Plan, Deadline);
        Assert.Equal(Plan.Select(Expected), endings);
    }

    [Property(MaxTest = 3)]
    public Property Misfortunes_in_any_order_strike_their_own_cases() => Prop.ForAll(
        Gen.Elements("odx".ToCharArray()).ArrayOf(20).ToArbitrary(),
        letters =>
        {
            if (!CanRun)
            {
                return;
            }

            using var fake = new FakeWorker();
            var plan = new string(letters);
            Assert.Equal(plan.Select(Expected), Endings(fake, plan, TimeSpan.FromMinutes(1))); // None of them hangs.
        });

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void Whoever_stops_a_run_does_not_wait_for_the_program_and_the_next_run_is_a_run()
    {
        using var fake = new FakeWorker();
        using var runner = fake.Run("oho", TimeSpan.FromMinutes(1));
        using var stop = new CancellationTokenSource();
        StressCase[] two = [CaseText.Parse("observe 1"), CaseText.Parse("observe 1")];
        Assert.Equal("0.1.9", $"{runner.Version}");
        stop.CancelAfter(TimeSpan.FromSeconds(1));
        runner.Stop.Now = stop.Token;
        var clock = Stopwatch.StartNew();
        Assert.Throws<OperationCanceledException>(() => runner.Run(two, eager: false));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
        runner.Stop.Now = CancellationToken.None;
        Assert.Equal([Ending.Completed], runner.Run(two.AsSpan(0, 1), eager: false).Select(run => run.Ending));
    }

    [Theory(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    [InlineData("#!/bin/sh\nexit 3\n", "exit code 3")]
    [InlineData("#!/bin/sh\necho Hello, I am no Vera.\n", "it answered something else: 'Hello, I am no Vera.'")]
    [InlineData("#!/bin/sh\necho null; echo 17; echo []\n", "no Python with a Vera")]
    [InlineData("#!/bin/sh\necho '{\"missing\": \"this Python has no package vera\"}'\n", "no package vera")]
    [InlineData("#!/bin/sh\necho '{\"version\": \"none\"}'\n", "unknown version")]
    [InlineData("#!/bin/sh\nyes garbage\n", "it answered something else: 'garbage'")]
    public void What_is_no_Vera_is_one_clear_line(string script, string said)
    {
        using var fake = new FakeWorker();
        fake.Write(script);
        using var runner = new ProgramRunner(VeraPython.Plain(fake.Command)) { Deadline = Deadline };
        var thrown = Assert.Throws<VeraException>(() => runner.Version);
        Assert.Contains(said, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    private static Ending[] Endings(FakeWorker fake, string plan, TimeSpan deadline)
    {
        using var runner = fake.Run(plan, deadline);
        var cases = Enumerable.Repeat(CaseText.Parse("observe 1"), plan.Length).ToArray();
        var runs = runner.Run(cases, eager: false);
        Assert.All(runs, run => Assert.InRange(run.Reason.Length, 0, 200));
        return [.. runs.Select(run => run.Ending)];
    }

    private static Ending Expected(char fate) => fate switch
    {
        'o' or 'k' => Ending.Completed,
        'h' => Ending.LimitHit,
        _ => Ending.Trapped,
    };
}
