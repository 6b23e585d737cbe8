using System.Diagnostics;
using System.Runtime.Versioning;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Targets.Vera;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>The time bounds everything that a real Vera may do, and so does whoever runs it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HangingVeraLaws : IDisposable
{
    /// <summary>Far below the minute that a single answer may take.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30);

    private readonly CommandLineRun run = new();
    private readonly FakeWorker vera = new();
    private readonly FakeWorker other = new();

    public static bool CanRun => FakeWorker.CanRun;

    public void Dispose()
    {
        run.Dispose();
        vera.Dispose();
        other.Dispose();
    }

    [Theory(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    [InlineData("H", "Vera did not answer within 5s")]
    [InlineData("h", "to start Vera; give it more with --time")]
    public void A_campaign_ends_with_its_time_and_is_not_green(string plan, string said)
    {
        Bounded(() => Assert.Equal(ExitCode.Found, Fuzz(plan, "--time", "5s")));
        Assert.Contains(run.ErrorLines, line => line.Contains(said, StringComparison.Ordinal));
    }

    /// <summary>What failed before the process hung is a finding, saved and told.</summary>
    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void What_was_found_before_a_hang_is_kept()
    {
        Bounded(() => Assert.Equal(ExitCode.Found, Fuzz($"{new string('o', 70)}h+", "--time", "9s", "--ops", "6")));
        Assert.Contains("Finding 1: ", run.Output, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(run.In("out"), "*.case"));
        Assert.NotEmpty(Directory.GetFiles(run.In("out"), "*.vera"));
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void Shrinking_stops_with_the_best_so_far()
    {
        var file = run.In("x.case");
        File.WriteAllText(
            file, "vera-gcstress case 1\ntarget vera\nvera 0.1.9 fail agreement\n\nobserve 2\nobserve 3\nobserve 4\n");
        Bounded(() => Assert.Equal(
            ExitCode.Clean, run.Run("shrink", file, "--vera", vera.As("oooooh+"), "--time", "10s")));
        Assert.Contains("cut short", run.Output, StringComparison.Ordinal);
        Assert.Contains("observe", File.ReadAllText(file), StringComparison.Ordinal);

        Bounded(() => Assert.Equal(
            ExitCode.Found, run.Run("shrink", file, "--vera", vera.As("h"), "--time", "2s")));
        Assert.Contains("was not seen to fail within 2s", run.Errors, StringComparison.Ordinal);
    }

    [Theory(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    [InlineData("doctor", "H")]
    [InlineData("doctor", "h")]
    [InlineData("bench --only lanes", "H")]
    [InlineData("matrix --target vera --elements Int", "H")]
    [InlineData("matrix --target vera --elements Int", "h")]
    [InlineData("replay CASE", "h")]
    [InlineData("bisect CASE", "h")]
    [InlineData("shrink CASE", "h")]
    [InlineData("fuzz --target vera --host python --jobs 1 --out OUT", "h")]
    [InlineData("stress PROGRAM", "H")]
    public void Whoever_asks_for_the_end_of_a_verb_has_it_at_once(string verb, string plan)
    {
        var file = run.In("x.case");
        File.WriteAllText(file, "vera-gcstress case 1\ntarget vera\nvera 0.1.9 fail agreement\n\nobserve 2\n");
        File.WriteAllText(run.In("x.vera"), "");
        var words = verb.Replace("CASE", file, StringComparison.Ordinal)
            .Replace("PROGRAM", run.In("x.vera"), StringComparison.Ordinal)
            .Replace("OUT", run.In("out"), StringComparison.Ordinal);
        using var stop = new CancellationTokenSource();
        stop.CancelAfter(TimeSpan.FromSeconds(1));
        Bounded(() => Assert.Equal(
            ExitCode.Interrupted, run.Run(stop.Token, [.. words.Split(' '), "--vera", vera.As(plan)])));
    }

    [Fact]
    public void Whoever_asks_for_the_end_of_an_explanation_has_none()
    {
        var file = run.In("x.case");
        File.WriteAllText(
            file, "vera-gcstress case 1\ntarget wat\nruntime container\ngc hardened\nexpect pass\n\nobserve 2\n");
        Assert.Equal(ExitCode.Interrupted, run.Run(new CancellationToken(canceled: true), "explain", file));
        Assert.Empty(run.Output);
    }

    /// <summary>It greets, and dies of the first program that it is to compile.</summary>
    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void A_Vera_that_dies_of_every_program_is_named_as_what_it_is()
    {
        vera.Write(Mortal);
        string[] fuzz =
        [
            "fuzz", "--target", "vera", "--host", "python", "--vera", vera.Command, "--jobs", "1", "--quiet", "--out",
            run.In("out"), "--time", "6s",
        ];
        Bounded(() => Assert.Equal(ExitCode.Found, run.Run(fuzz)));
        var said = Assert.Single(run.ErrorLines);
        Assert.Contains("; the process ended with exit code 1; give", said, StringComparison.Ordinal);
    }

    private const string Mortal = """
        #!/usr/bin/env python3
        import json, sys, time
        print(json.dumps({"version": "0.1.9"}), flush=True)
        sys.stdin.readline()
        time.sleep(0.3)
        sys.exit("out of luck")
        """;

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void The_doctor_says_which_program_a_Vera_does_not_run_and_how_it_fails()
    {
        Assert.Equal(ExitCode.Found, run.Run("doctor", "--vera", vera.As("o")));
        var line = Assert.Single(run.Output.Split('\n'), line => line.Contains(" vera: ", StringComparison.Ordinal));
        Assert.Contains("; fails: $0: Set<Int> = {1, 2} / observe ", line, StringComparison.Ordinal);
        Assert.Contains(" (natural): fail agreement", line, StringComparison.Ordinal);
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void A_failure_that_the_base_shows_too_is_listed_and_does_not_count()
    {
        string[] fuzz =
        [
            "--base", other.As("o", "0.1.8"), "--cases", "16", "--time", "60s", "--ops", "6", "--json",
            run.In("all.json"), "--sarif", run.In("all.sarif"), "--summary", run.In("all.md"),
        ];
        Assert.Equal(ExitCode.Clean, Fuzz("o", fuzz));
        Assert.Contains("on the base, vera 0.1.8", run.Output, StringComparison.Ordinal);
        Assert.Contains("No findings in ", run.Output, StringComparison.Ordinal);
        var known = run.Json("all.json").GetProperty("known").EnumerateArray().ToArray();
        Assert.NotEmpty(known);
        Assert.All(known, k => Assert.Equal("vera 0.1.8", k.GetProperty("base").GetString()));
        Assert.Equal("vera 0.1.8", run.Json("all.json").GetProperty("base").GetString());
        var log = File.ReadAllText(run.In("all.sarif"));
        Assert.DoesNotContain("\"error\"", log, StringComparison.Ordinal);
        Assert.Contains("the base, vera 0.1.8, shows it too", log, StringComparison.Ordinal);
        Assert.Contains("are on the base too:", File.ReadAllText(run.In("all.md")), StringComparison.Ordinal);

        // A base that fails otherwise hides nothing.
        other.As("t", "0.1.8");
        Assert.Equal(ExitCode.Found, Fuzz("o", [.. fuzz[..3], "16", "--time", "10s", .. fuzz[6..]]));
        Assert.Empty(run.Json("all.json").GetProperty("known").EnumerateArray());
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void A_saved_case_that_the_base_changes_too_is_listed_and_does_not_count()
    {
        var file = run.In("x.case");
        File.WriteAllText(file, "vera-gcstress case 1\ntarget vera\nvera 0.1.0 pass\n\nobserve 2\n");
        string[] replay = ["replay", file, "--vera", vera.As("o"), "--json", run.In("r.json"), "--base"];
        Assert.Equal(ExitCode.Clean, run.Run([.. replay, other.As("o", "0.1.8")]));
        Assert.Contains("as base", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, run.Json("r.json").GetProperty("as_base").GetInt32());
        Assert.Equal(ExitCode.Found, run.Run([.. replay, other.As("t", "0.1.8")]));
        Assert.Equal(1, run.Json("r.json").GetProperty("changed").GetInt32());

        Assert.Equal(ExitCode.Usage, run.Run([.. replay, vera.Command]));
        Assert.Contains("are one Vera: 0.1.9 in ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private ExitCode Fuzz(string plan, params string[] more) => run.Run([
        "fuzz", "--target", "vera", "--host", "python", "--vera", vera.As(plan), "--elements", "Int", "--jobs", "1",
        "--out", run.In("out"), "--quiet", .. more,
    ]);

    private static void Bounded(Action verb)
    {
        var clock = Stopwatch.StartNew();
        verb();
        Assert.True(clock.Elapsed < Most, $"it took {clock.Elapsed}");
    }
}
