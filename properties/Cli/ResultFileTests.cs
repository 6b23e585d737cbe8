using System.Text.Json;
using Vera.GcStress.Cli.Parsing;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>What campaigns and replays leave for code scanning and for the page of a CI job.</summary>
public sealed class ResultFileTests : IDisposable
{
    private readonly CommandLineRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Each_finding_of_a_campaign_is_one_result_and_stands_in_the_summary_with_its_case()
    {
        File.WriteAllText(run.In("summary.md"), "before\n");
        Assert.Equal(ExitCode.Found, run.Run([
            "fuzz", "--runtime", "host-store", "--elements", "Json", "--cases", "20", "--out", run.In("repro"),
            "--json", run.In("all.json"), .. Files]));
        var findings = run.Json("all.json").GetProperty("findings").EnumerateArray().ToArray();
        var results = Results();
        Assert.NotEmpty(results);
        Assert.Equal(
            findings.Select(f => f.GetProperty("oracle").GetString()),
            results.Select(r => r.GetProperty("ruleId").GetString()));
        Assert.DoesNotContain(run.Folder, File.ReadAllText(run.In("x.sarif")), StringComparison.Ordinal);
        var summary = File.ReadAllText(run.In("summary.md"));
        Assert.StartsWith("before\n", summary, StringComparison.Ordinal);
        Assert.All(findings, f => Assert.Contains(
            $"```text\n{f.GetProperty("case").GetString()!.TrimEnd()}\n```\n", summary, StringComparison.Ordinal));
        Assert.Contains("vera-gcstress fuzz --seed 1 --runtime host-store", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_file_that_does_otherwise_is_one_result_of_a_replay()
    {
        Save("right.case", "pass");
        Assert.Equal(ExitCode.Clean, run.Run(["replay", run.Folder, .. Files]));
        Assert.Empty(Results());

        Save("wrong.case", "fail agreement");
        Assert.Equal(ExitCode.Found, run.Run(["replay", run.Folder, .. Files]));
        var result = Assert.Single(Results());
        Assert.Equal("changed", result.GetProperty("ruleId").GetString());
        Assert.Contains("replay wrong.case", $"{result.GetProperty("message")}", StringComparison.Ordinal);
        var summaries = File.ReadAllText(run.In("summary.md"));
        Assert.Contains("1 as expected, 0 changed\n", summaries, StringComparison.Ordinal);
        Assert.Contains("1 as expected, 1 changed\n", summaries, StringComparison.Ordinal);
    }

    /// <summary>A fence in the text of a case does not end the fence around it.</summary>
    [Fact]
    public void What_a_case_says_stays_inside_its_fence()
    {
        Save("a```b.case", "fail agreement");
        Assert.Equal(ExitCode.Found, run.Run(["replay", run.Folder, .. Files]));
        Assert.Contains("\n````text\n", File.ReadAllText(run.In("summary.md")), StringComparison.Ordinal);
    }

    private string[] Files => ["--sarif", run.In("x.sarif"), "--summary", run.In("summary.md")];

    private JsonElement[] Results() =>
        [.. run.Json("x.sarif").GetProperty("runs")[0].GetProperty("results").EnumerateArray()];

    private void Save(string name, string expect) => File.WriteAllText(
        run.In(name),
        $"vera-gcstress case 1\ntarget wat\nruntime container\ngc hardened\nexpect {expect}\n\nobserve 1\n");
}
