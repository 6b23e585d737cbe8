using System.Runtime.Versioning;
using System.Text.Json;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Targets.Vera;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>What was not judged is never green, and each of the ways not to be judged has a word of its own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AnswerLaws : IDisposable
{
    private readonly CommandLineRun run = new();
    private readonly FakeWorker vera = new();

    public static bool CanRun => FakeWorker.CanRun;

    public void Dispose()
    {
        run.Dispose();
        vera.Dispose();
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void A_case_that_passed_on_an_earlier_release_is_judged_on_the_next_one()
    {
        Save("a.case", "0.1.8 pass", "observe 2\n");
        Assert.Equal(ExitCode.Found, Replay());
        Assert.Contains("expected pass, saw fail agreement", run.Output, StringComparison.Ordinal);
        Assert.Contains("the file says so of 0.1.8; if this release is right, add the line 'vera 0.1.9 fail agreement'",
            run.Output, StringComparison.Ordinal);
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void Passed_changed_not_judged_unsupported_and_not_run_are_five_words_in_every_output()
    {
        Save("a.case", "0.1.9 pass", "observe 1\n");
        Save("b.case", "0.2.0 pass", "observe 1\n");
        Save("c.case", "0.1.9 pass", "allocate 1100000\n");
        Assert.Equal(ExitCode.Clean, Replay());
        string[] words = ["ok", "not_judged", "unsupported"];
        Assert.Equal(words, run.Json("r.json").GetProperty("results").EnumerateArray().Select(
            r => r.GetProperty("status").GetString()));
        Assert.All(words, word => Assert.Equal(1, run.Json("r.json").GetProperty(word).GetInt32()));
        Assert.Contains(
            "1 as expected, 0 changed, 1 not judged, 1 unsupported\n", run.Output, StringComparison.Ordinal);
        var notes = run.Json("r.sarif").GetProperty("runs")[0].GetProperty("invocations")[0]
            .GetProperty("toolExecutionNotifications").EnumerateArray();
        Assert.Equal(
            ["summary", "not_judged", "unsupported"],
            notes.Select(n => n.GetProperty("descriptor").GetProperty("id").GetString()));
        var summary = File.ReadAllText(run.In("r.md"));
        Assert.Contains("1 file not judged:", summary, StringComparison.Ordinal);
        Assert.Contains("1 file unsupported:", summary, StringComparison.Ordinal);

        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var hanging = vera.AtCase(stop.Cancel);
        run.Run(stop.Token, "replay", run.Folder, "--vera", vera.As("h"), "--json", run.In("r.json"), "--jobs", "1");
        Assert.Equal(3, run.Json("r.json").GetProperty("not_run").GetInt32());
        Assert.Contains("0 as expected, 0 changed, 3 not run\n", run.Output, StringComparison.Ordinal);
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void A_lane_in_which_nothing_was_judged_is_not_green_unless_that_is_allowed()
    {
        Save("a.case", "0.2.0 pass", "observe 1\n");
        Assert.Equal(ExitCode.Found, Replay());
        Assert.Contains("nothing was judged", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, Replay("--allow-empty"));

        File.WriteAllText(
            run.In("b.case"),
            "vera-gcstress case 1\ntarget wat\nruntime container\ngc hardened\nexpect pass\n\nobserve 1\n");
        Assert.Equal(ExitCode.Found, Replay());
        Assert.Contains("of the files for target vera", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_without_ops_passes_nothing()
    {
        File.WriteAllText(
            run.In("a.case"), "vera-gcstress case 1\ntarget wat\nruntime container\ngc hardened\nexpect pass\n\n");
        Assert.Equal(ExitCode.Found, run.Run("replay", run.Folder));
        Assert.Contains("it has no ops", run.Output, StringComparison.Ordinal);
        Assert.Contains("nothing was judged", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_without_cases_is_not_green_and_says_the_same_command_again()
    {
        string[] part = ["fuzz", "--runtime", "container", "--shard", "5/5", "--cases", "4"];
        Assert.Equal(ExitCode.Found, run.Run(part));
        Assert.Contains("part 5/5 has none", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("Nothing was judged.", run.Output, StringComparison.Ordinal);
        Assert.Contains("--shard 5/5 --cases 4\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, run.Run([.. part, "--allow-empty"]));
    }

    [Fact]
    public void Again_is_the_command_as_it_was_given_and_no_digit_of_the_seed_is_lost()
    {
        string[] fuzz =
        [
            "fuzz", "--seed", "main branch", "--runtime", "container", "--ops", "9", "--shard", "2/3", "--cases", "9",
            "--out", run.In("a b"), "--json", run.In("all.json"), "--quiet",
        ];
        Assert.Equal(ExitCode.Clean, run.Run(fuzz));
        Assert.Contains(
            "Again: vera-gcstress fuzz --seed 'main branch' --runtime container --ops 9 --shard 2/3 --cases 9 " +
            $"--out '{run.In("a b")}' --json {run.In("all.json")} --quiet\n",
            run.Output,
            StringComparison.Ordinal);
        var json = run.Json("all.json");
        Assert.Equal("main branch", json.GetProperty("seed_given").GetString());
        Assert.Equal(json.GetProperty("seed").GetRawText(), json.GetProperty("seed_text").GetString());
        Assert.Equal($"{OptionText.Seed("main branch")}", json.GetProperty("seed_text").GetString());
        string[] again = [.. json.GetProperty("arguments").EnumerateArray().Select(a => a.GetString()!)];
        Assert.Equal(fuzz[1..].Order(), again.Order());
    }

    private const string Built = "artifacts/bin/Vera.GcStress";

    [Theory]
    [InlineData($"/w/{Built}/release/vera-gcstress", "/w", "dotnet run --project harness -c Release --")]
    [InlineData($"/w/{Built}/debug/vera-gcstress", "/w", "dotnet run --project harness -c Debug --")]
    [InlineData($"/w/{Built}/release/vera-gcstress", "/w/artifacts", "bin/Vera.GcStress/release/vera-gcstress")]
    [InlineData("/home/me/.dotnet/tools/vera-gcstress", "/w", "vera-gcstress")]
    [InlineData("/opt/x/vera-gcstress", "/w", "/opt/x/vera-gcstress")]
    [InlineData("/usr/bin/dotnet", "/w", "dotnet /usr/bin/vera-gcstress.dll")]
    [InlineData("/w/testhost", "/w", "vera-gcstress")]
    public void A_command_begins_as_the_user_began_it(string process, string current, string expected)
    {
        string[] searched = ["/bin", "/home/me/.dotnet/tools"];
        var words = Runner.Of(process, Path.GetDirectoryName(process) + "/", current, searched);
        Assert.Equal(expected, string.Join(' ', words));
    }

    private ExitCode Replay(params string[] more) => run.Run([
        "replay", run.Folder, "--vera", vera.As("o"), "--json", run.In("r.json"), "--sarif", run.In("r.sarif"),
        "--summary", run.In("r.md"), "--jobs", "1", .. more,
    ]);

    private void Save(string name, string release, string text) => File.WriteAllText(
        run.In(name), $"vera-gcstress case 1\ntarget vera\nvera {release}\n\n{text}");
}
