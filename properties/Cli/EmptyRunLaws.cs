using System.Runtime.Versioning;
using Vera.GcStress.Cli;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Targets.Vera;
using Vera.GcStress.Reporting;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>No verb that judges is green if it judged nothing, and two names of one Vera are no two releases.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EmptyRunLaws : IDisposable
{
    /// <summary>For each verb that judges, a run in which there is nothing that can be judged.</summary>
    private static readonly Dictionary<string, string> Empty = new()
    {
        ["fuzz"] = "--runtime container --shard 5/5 --cases 4",
        ["replay"] = "CASE --vera VERA",
        ["stress"] = "PROGRAM --vera VERA",
        ["exhaust"] = "--ops 1 --from 1000000 --out DIR",
        ["bisect"] = "CASE --vera VERA",
        ["matrix"] = "--target vera --elements Int --cases 2 --vera VERA",
    };

    private static readonly string[] JudgeNothing =
        ["shrink", "explain", "emit", "link", "faults", "mutants", "bench", "doctor", "merge", "findings"];

    private readonly CommandLineRun run = new();
    private readonly FakeWorker vera = new();

    public static bool CanRun => FakeWorker.CanRun;

    /// <summary>A Vera that rejects every program.</summary>
    public EmptyRunLaws() => vera.Write("""
        #!/usr/bin/env python3
        import json, sys
        print(json.dumps({"version": "0.1.9", "package": "/somewhere"}), flush=True)
        for line in sys.stdin:
            print(json.dumps({"rejected": "E001 not today"}), flush=True)
            print(json.dumps({"done": True}), flush=True)
        """);

    public void Dispose()
    {
        run.Dispose();
        vera.Dispose();
    }

    [Fact]
    public void Each_verb_judges_or_does_not()
    {
        Assert.Equal(
            CommandLine.Root.Subcommands.Select(verb => verb.Name).Order(), Empty.Keys.Concat(JudgeNothing).Order());
    }

    [Theory(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    [InlineData("fuzz")]
    [InlineData("replay")]
    [InlineData("stress")]
    [InlineData("exhaust")]
    [InlineData("bisect")]
    [InlineData("matrix")]
    public void A_run_that_judged_nothing_is_not_green_unless_that_is_allowed(string verb)
    {
        string[] words = [verb, .. Words(Empty[verb])];
        Assert.Equal(ExitCode.Found, run.Run(words));
        Assert.Single(run.ErrorLines, line => line.Contains("nothing was judged", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Clean, run.Run([.. words, "--allow-empty"]));
    }

    [Theory(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    [InlineData("bisect CASE --vera VERA --vera VERA")]
    [InlineData("matrix --target vera --vera VERA --vera VERA")]
    [InlineData("fuzz --target vera --vera VERA --base VERA")]
    [InlineData("replay CASE --vera VERA --base VERA")]
    public void Two_names_of_one_Vera_are_an_error(string verb)
    {
        Assert.Equal(ExitCode.Usage, run.Run(Words(verb)));
        Assert.Contains("are one Vera: 0.1.9 in /somewhere", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private string[] Words(string verb)
    {
        var file = run.In("x.case");
        File.WriteAllText(file, "vera-gcstress case 1\ntarget vera\nvera 0.1.9 pass\n\nobserve 1\n");
        File.WriteAllText(run.In("x.vera"), "");
        return
        [
            .. verb.Split(' ').Select(word => word switch
            {
                "CASE" => file,
                "PROGRAM" => run.In("x.vera"),
                "VERA" => vera.Command,
                "DIR" => run.In("out"),
                _ => word,
            }),
        ];
    }
}
