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

    /// <summary>Says which process it is and how many requests it had, and takes its time for each.</summary>
    private const string Numbered = """
        #!/usr/bin/env python3
        import json, os, sys, time
        here = os.path.dirname(os.path.abspath(__file__))
        open(os.path.join(here, "starts"), "a").write(".")
        print(json.dumps({"version": "0.1.9", "package": here}), flush=True)
        for number, line in enumerate(sys.stdin, 1):
            time.sleep(1)
            request = json.loads(line)
            print(json.dumps({"heapStart": request["heapStart"]}), flush=True)
            for function in request["functions"]:
                starts = os.path.getsize(os.path.join(here, "starts"))
                print(json.dumps({"function": function, "stdout": "%d.%d" % (starts, number)}), flush=True)
            print(json.dumps({"done": True}), flush=True)
        """;

    [Theory(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    [InlineData(60, 1, "1.2")]
    [InlineData(60, 2, "1.2")] // What is owed stays so where the wait for it is given up too.
    [InlineData(0, 1, "2.1")]
    public void A_process_goes_on_after_a_wait_that_was_given_up_if_it_answers_soon(
        int patience, int times, string said)
    {
        using var fake = new FakeWorker();
        fake.Write(Numbered);
        using var runner = new ProgramRunner(VeraPython.Plain(fake.Command))
        {
            Patience = TimeSpan.FromSeconds(patience),
        };
        StressCase[] two = [CaseText.Parse("observe 1"), CaseText.Parse("observe 1")];
        Assert.Equal("0.1.9", $"{runner.Version}");
        for (var time = 0; time < times; time++)
        {
            using var stop = new CancellationTokenSource();
            runner.Stop.Now = stop.Token;
            stop.CancelAfter(TimeSpan.FromMilliseconds(10));
            Assert.Throws<OperationCanceledException>(() => runner.Run(two, eager: false));
        }

        runner.Stop.Now = CancellationToken.None;
        Assert.Equal([said, said], runner.Run(two, eager: false).Select(run => run.Output));
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void A_process_that_has_run_many_cases_is_replaced_between_two_programs()
    {
        using var fake = new FakeWorker();
        var plan = $"d{new string('o', 412)}";
        var clock = Stopwatch.StartNew();
        Assert.Equal(plan.Select(Expected), Endings(fake, plan, TimeSpan.FromMinutes(1)));
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"{clock.Elapsed}"); // None of them hangs.
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
