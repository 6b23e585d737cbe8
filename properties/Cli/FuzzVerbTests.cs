using System.Text.Json;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Cli;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Cli.Verbs;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Triage;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

public sealed class FuzzVerbTests : IDisposable
{
    private readonly CommandLineRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void The_same_seed_gives_the_same_findings_however_many_threads_there_are()
    {
        var one = Findings("1");
        var two = Findings("2");
        Assert.NotEmpty(one);
        Assert.Equal(one, two);
        Assert.Equal(Files("out1"), Files("out2"));
    }

    [Fact]
    public void The_canary_is_caught_before_a_campaign_that_finds_nothing()
    {
        Assert.Equal(
            ExitCode.Clean,
            run.Run(
                "fuzz", "--cases", "60", "--seed", "2", "--jobs", "1", "--out", run.In("repro"),
                "--json", run.In("all.json")));
        var json = run.Json("all.json");
        Assert.Equal(60, json.GetProperty("cases").GetInt64());
        Assert.Equal(60, json.GetProperty("verdicts").EnumerateObject().Sum(v => v.Value.GetInt64()));
        Assert.InRange(json.GetProperty("canary").GetProperty("ops").GetInt32(), 1, 4);
        Assert.Equal(0, json.GetProperty("findings").GetArrayLength());
        Assert.Contains("The canary was caught", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("No findings in 60 judged cases.\n", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.In("repro")));
    }

    [Fact]
    public void The_verdict_is_the_first_line_and_a_brief_report_shows_no_case_of_the_canary()
    {
        string[] few = ["fuzz", "--cases", "5", "--jobs", "1", "--out", run.In("repro")];
        foreach (var (arguments, ops) in new[] { (few, true), ([.. few, "--quiet"], false) })
        {
            Assert.Equal(ExitCode.Clean, run.Run(arguments));
            Assert.StartsWith("No findings in 5 judged cases.\n", run.Output, StringComparison.Ordinal);
            Assert.Contains("The canary was caught", run.Output, StringComparison.Ordinal);
            Assert.Equal(ops, run.Output.Contains("observe ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_campaign_that_leaves_cells_out_fails_if_that_was_asked_for()
    {
        string[] few = ["fuzz", "--runtime", "container", "--cases", "3", "--quiet", "--json", run.In("all.json")];
        Assert.Equal(ExitCode.Clean, run.Run(few));
        Assert.Equal(ExitCode.Found, run.Run([.. few, "--require-cells", "2"]));
        var cells = run.Json("all.json").GetProperty("cells");
        var missed = cells.GetProperty("missed").GetInt32();
        Assert.InRange(missed, cells.GetProperty("reachable").GetInt32() - cells.GetProperty("hit").GetInt32(), 10_000);
        Assert.Contains($"  and {missed - 20:N0} more", run.Output, StringComparison.Ordinal);
        Assert.Equal(20, run.Output.Split('\n').Count(line => line.EndsWith(": 0 cases", StringComparison.Ordinal)));
    }

    [Fact]
    public void Shards_split_the_cases()
    {
        string[] shards = ["1/2", "2/2"];
        var counts = shards.Select(shard =>
        {
            run.Run("fuzz", "--runtime", "container", "--cases", "7", "--shard", shard, "--json", run.In("all.json"));
            return run.Json("all.json").GetProperty("cases").GetInt32();
        });
        Assert.Equal([4, 3], counts);
    }

    [Fact]
    public void What_was_found_is_saved_and_replays_as_the_file_says()
    {
        var saved = run.In("repro");
        Assert.Equal(ExitCode.Found, run.Run(
            "fuzz", "--runtime", "host-store", "--elements", "Json", "--cases", "20", "--out", saved, "--quiet"));
        Assert.Empty(run.Errors);
        Assert.Equal(ExitCode.Clean, run.Run("replay", saved));
        var file = Directory.GetFiles(saved)[0];
        Assert.Contains($"ok          {file}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_on_file_is_listed_and_no_finding_and_what_is_not_is_one()
    {
        var saved = run.In("repro");
        string[] fuzz = ["fuzz", "--runtime", "host-store", "--elements", "Json,Tuple", "--quiet"];
        Assert.Equal(ExitCode.Found, run.Run([.. fuzz, "--cases", "100", "--seed", "1", "--out", saved]));
        string[] again =
        [
            "--cases", "100", "--seed", "2", "--known", saved, "--out", run.In("new"), "--json", run.In("all.json"),
            "--sarif", run.In("all.sarif"), "--summary", run.In("all.md"),
        ];
        Assert.Equal(ExitCode.Clean, run.Run([.. fuzz, .. again]));
        Assert.Matches("(?m)^Known: .* as in .*\\.case$", run.Output);
        Assert.Equal(0, run.Json("all.json").GetProperty("findings").GetArrayLength());
        Assert.NotEqual(0, run.Json("all.json").GetProperty("known").GetArrayLength());
        var levels = run.Json("all.sarif").GetProperty("runs")[0].GetProperty("results").EnumerateArray()
            .Select(result => $"{result.GetProperty("level")}");
        Assert.Equal(["note"], levels.Distinct());
        Assert.Contains("came up again:", File.ReadAllText(run.In("all.md")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.In("new")));

        // The other bug is new, and what another heap shows hides nothing.
        string[] other = ["fuzz", "--runtime", "container", "--gc", "vera", "--elements", "Int", "--quiet"];
        Assert.Equal(ExitCode.Found, run.Run([.. other, .. again]));
        Assert.Equal(0, run.Json("all.json").GetProperty("known").GetArrayLength());
    }

    [Fact]
    public void A_saved_case_that_passes_hides_nothing()
    {
        var saved = run.In("passes.case");
        var passes = CaseText.Parse("$0: Set<Json> = {JNull}\nobserve size($0)\n");
        var heap = HeapChoice.Default with { Runtime = RuntimeKind.HostStore };
        new CaseFile(heap.Header(new Expectation.Fail(OracleName.Agreement)), passes).Write(saved);
        string[] fuzz = ["fuzz", "--runtime", "host-store", "--elements", "Json", "--cases", "60", "--quiet"];
        Assert.Equal(
            ExitCode.Found,
            run.Run([.. fuzz, "--known", saved, "--out", run.In("new"), "--json", run.In("all.json")]));
        Assert.Equal(0, run.Json("all.json").GetProperty("known_files").GetInt32());
    }

    [Fact]
    public void A_bug_on_file_is_no_news_whichever_case_shows_it()
    {
        var saved = run.In("map.case");
        var onFile = CaseText.Parse("observe remove(({1: \"a\", 0: \"b\"} : Map<Int, String>), 1)\n");
        var heap = HeapChoice.Default with { Fault = "node-uncollapsed" };
        new CaseFile(heap.Header(new Expectation.Fail(OracleName.Agreement)), onFile).Write(saved);
        string[] fuzz =
        [
            "fuzz", "--fault", "node-uncollapsed", "--elements", "Int", "--quiet", "--cases", "20", "--seed", "6",
        ];
        Assert.Equal(ExitCode.Found, run.Run([.. fuzz, "--out", run.In("found")]));
        Assert.Equal(ExitCode.Clean, run.Run([.. fuzz, "--known", saved, "--out", run.In("none")]));
    }

    [Fact]
    public void A_known_case_that_is_none_is_named_with_its_line()
    {
        var bad = run.In("bad.case");
        File.WriteAllText(bad, "vera-gcstress case 1\ntarget wat\nnonsense\n\n");
        Assert.Equal(ExitCode.Usage, run.Run("fuzz", "--cases", "3", "--known", bad));
        Assert.StartsWith($"{bad}:3: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, run.Run("fuzz", "--cases", "3", "--known", run.In("nowhere")));
        Assert.Single(run.ErrorLines);
    }

    [Fact]
    public void An_interrupted_campaign_still_says_what_it_did()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Equal(ExitCode.Interrupted, run.Run(
            stop.Token, "fuzz", "--runtime", "container", "--out", run.In("repro"), "--json", run.In("all.json")));
        Assert.True(run.Json("all.json").GetProperty("interrupted").GetBoolean());
        Assert.Contains("Nothing was judged before the interruption", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Interrupted, run.Run(stop.Token, "fuzz", "--out", run.In("repro")));
    }

    [Fact]
    public void The_case_that_broke_the_harness_is_kept_and_named()
    {
        var stressCase = CaseText.Parse("observe 1\n");
        var broken = new HarnessBrokenException(7, stressCase, new InvalidOperationException("two\nlines"));
        foreach (var folder in new[] { run.In("repro"), "/dev/null/x" })
        {
            var told = BrokenCase.Save(broken, HeapChoice.Default, folder).Message;
            var path = told[(told.LastIndexOf(' ') + 1)..];
            Assert.Equal(stressCase, CaseFile.Read(path).Case);
            File.Delete(path);
        }
    }

    private string[] Findings(string jobs)
    {
        var exit = run.Run(
            "fuzz", "--runtime", "host-store", "--elements", "Json", "--cases", "300", "--jobs", jobs,
            "--out", run.In($"out{jobs}"), "--json", run.In("all.json"));
        Assert.Equal(ExitCode.Found, exit);
        return [.. run.Json("all.json").GetProperty("findings").EnumerateArray().Select(Told)];
    }

    /// <summary>All that a finding says, but for where it lies.</summary>
    private static string Told(JsonElement finding) => string.Join('\n', finding.EnumerateObject()
        .Select(p => p.Name == "file" ? Path.GetFileName($"{p.Value}") : $"{p.Name} {p.Value}"));

    private string[] Files(string folder) =>
        [.. Directory.GetFiles(run.In(folder)).Order().Select(f => Path.GetFileName(f) + File.ReadAllText(f))];
}
