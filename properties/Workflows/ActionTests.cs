using System.Text.RegularExpressions;
using Vera.GcStress.Judging.Verdicts;
using Xunit;

namespace Vera.GcStress.Properties.Workflows;

/// <summary>What the action's steps do, on good and on bad inputs.</summary>
public sealed partial class ActionTests : IDisposable
{
    private readonly ActionSteps? steps = OperatingSystem.IsWindows() ? null : new ActionSteps();

    private ActionSteps Steps
    {
        get
        {
            Assert.SkipWhen(steps is null, "the action's steps are shell scripts for the runners that it is used on");
            return steps!;
        }
    }

    [Fact]
    public void What_others_wrote_is_used_at_a_fixed_commit()
    {
        var files = Directory.EnumerateFiles(
            Path.Combine(Repository.Root, ".github"), "*.yml", SearchOption.AllDirectories);
        var used = files.SelectMany(ActionSteps.Uses).Where(uses => !uses.StartsWith("./", StringComparison.Ordinal));

        Assert.All(used, uses => Assert.Matches(AtCommit(), uses));
        Assert.NotEmpty(used);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("notes.txt", "no case at all")]
    [InlineData("heap.case", "vera-gcstress case 1\ntarget wat\nexpect pass\n\nallocate 8\n")]
    public void A_folder_without_cases_for_a_real_Vera_is_no_failure(string? file, string? text)
    {
        if (file is not null)
        {
            Steps.Put($"gcstress/{file}", text!);
        }

        Assert.Equal(0, Steps.Run("Saved cases", ("CASES", "gcstress")));
        Assert.Empty(Steps.Calls);
        Assert.Equal(["code=0"], Steps.Outputs);
    }

    [Theory]
    [InlineData("gcstress", "0")]
    [InlineData("cases of ours/-x", "1")]
    [InlineData("-x", "3")]
    public void Saved_cases_are_replayed_and_the_result_is_handed_on(string folder, string code)
    {
        Steps.Put($"{folder}/below/a.case", "vera-gcstress case 1\ntarget vera\nexpect fail agreement\n");

        Assert.Equal(0, Steps.Run("Saved cases", ("CASES", folder), ("FAKE_CODE", code), ("VERA", "my vera")));
        Assert.Equal(["vera-gcstress.dll", "replay"], Steps.Calls[..2]);
        Assert.Contains("--vera=my vera", Steps.Calls);
        Assert.Equal(["--", folder], Steps.Calls[^2..]);
        Assert.Equal([$"code={code}"], Steps.Outputs);
    }

    [Theory]
    [InlineData("7f3a")]
    [InlineData("a b; touch owned")]
    [InlineData("$(touch owned)")]
    [InlineData("--help\" '")]
    public void Inputs_of_the_campaign_reach_the_tool_as_they_are(string text)
    {
        var code = Steps.Run(
            "Campaign", ("TIME", "5s"), ("LIMIT", "10s"), ("SEED", text), ("ELEMENTS", text), ("KNOWN", "none"),
            ("CORPUS", text));

        Assert.Equal(0, code);
        Assert.Contains($"--seed={text}", Steps.Calls);
        Assert.Contains($"--elements={text}", Steps.Calls);
        Assert.Contains($"--corpus={text}", Steps.Calls);
        Assert.DoesNotContain(Steps.Calls, call => call.StartsWith("--shard", StringComparison.Ordinal));
        Assert.DoesNotContain(Steps.Calls, call => call.StartsWith("--known", StringComparison.Ordinal));
        Assert.Equal(["code=0"], Steps.Outputs);
    }

    [Fact]
    public void A_job_of_a_matrix_runs_the_part_of_its_place_and_leaves_its_state()
    {
        Steps.Run(
            "Campaign", ("TIME", "5s"), ("LIMIT", "10s"), ("SEED", "1"), ("SHARDS", "4"), ("PLACE", "2"));
        Assert.Contains("--shard=3/4", Steps.Calls);
        Assert.Contains("--state=findings/state", Steps.Calls);
    }

    [Theory]
    [InlineData("examples and more", "examples and more", "0")]
    [InlineData("-x", "./-x", "1")]
    public void Programs_are_stressed_and_the_result_is_handed_on(string programs, string named, string code)
    {
        Assert.Equal(0, Steps.Run("Programs", ("TIME", "5s"), ("PROGRAMS", programs), ("FAKE_CODE", code)));
        Assert.Equal(["vera-gcstress.dll", "stress"], Steps.Calls[..2]);
        Assert.Equal(named, Steps.Calls[^1]);
        Assert.Equal([$"code={code}"], Steps.Outputs);
    }

    [Fact]
    public void The_base_of_a_pull_request_is_installed_beside_it_and_handed_on()
    {
        var sha = Steps.Commit();
        Assert.Equal(0, Steps.Run("Base", [.. Base(sha)]));
        var python = Path.Combine(Steps.Folder, "base/environment/bin/python");
        Assert.Equal([$"base={python}"], Steps.Outputs);
        Assert.Contains($"-m pip install --quiet {Path.Combine(Steps.Folder, "base/source")}", Steps.Log,
            StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Steps.Folder, "base/source/setup.txt")), Steps.Log);

        Steps.Run("Campaign", ("TIME", "5s"), ("LIMIT", "10s"), ("SEED", "1"), ("BASE", python));
        Assert.Contains($"--base={python}", Steps.Calls);
        Steps.Put("gcstress/a.case", "vera-gcstress case 1\ntarget vera\nexpect pass\n");
        Steps.Run("Saved cases", ("CASES", "gcstress"), ("BASE", python));
        Assert.Equal(2, Steps.Calls.Count(call => call == $"--base={python}"));
    }

    [Theory]
    [InlineData("0123456789012345678901234567890123456789", "0")]
    [InlineData("", "1")]
    public void A_base_that_cannot_be_installed_is_a_warning_and_no_failure(string commit, string pip)
    {
        var sha = Steps.Commit();
        Assert.Equal(0, Steps.Run("Base", [.. Base(commit.Length > 0 ? commit : sha), ("FAKE_PIP", pip)]));
        Assert.Equal(["base="], Steps.Outputs);
        Assert.Contains("::warning title=vera-gcstress::the base ", Steps.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "base=")]
    [InlineData("my vera", "base=my vera")]
    public void A_base_that_is_named_is_taken_as_it_is(string named, string output)
    {
        var sha = Steps.Commit();
        Assert.Equal(0, Steps.Run("Base", [.. Base(sha), ("BASE", named)]));
        Assert.Equal([output], Steps.Outputs);
        Assert.DoesNotContain("pip", Steps.Log, StringComparison.Ordinal);
    }

    /// <summary>Whatever pip does, the job goes on.</summary>
    [Fact]
    public void Installing_the_base_is_bounded()
    {
        var sha = Steps.Commit();
        Assert.Equal(0, Steps.Run("Base", [.. Base(sha), ("BASE_LIMIT", "2s"), ("FAKE_PIP", "hang")]));
        Assert.Equal(["base="], Steps.Outputs);
    }

    private IEnumerable<(string, string)> Base(string sha) =>
        [("BASE", ""), ("BASE_SHA", sha), ("BASE_FOLDER", Path.Combine(Steps.Folder, "base")), ("BASE_LIMIT", "60s")];

    [Fact]
    public void A_campaign_that_is_stopped_by_its_limit_says_so_in_its_code()
    {
        Steps.Run("Campaign", ("TIME", "5s"), ("LIMIT", "10s"), ("SEED", "1"), ("FAKE_CODE", "130"));

        Assert.Equal(["code=130"], Steps.Outputs);
    }

    [Fact]
    public void Errors_are_counted_and_notes_are_not()
    {
        Steps.Put("findings/campaign.sarif",
            "{\n  \"level\": \"error\"\n  \"level\": \"note\"\n  \"level\": \"error\"\n}");

        Assert.Equal(0, Steps.Run("Count"));
        Assert.Equal(["campaign=true", "findings=2"], Steps.Outputs);
    }

    /// <summary>
    /// The job is red if something was found, unless that is asked for; whatever was asked for, it is red if the tool
    /// did not do its work.
    /// </summary>
    [Theory]
    [InlineData("0", "0", "0", "true", 0)]
    [InlineData("1", "0", "2", "true", 1)]
    [InlineData("1", "1", "2", "false", 0)]
    [InlineData("130", "0", "0", "true", 0)]
    [InlineData("130", "0", "1", "true", 1)]
    [InlineData("124", "0", "0", "true", 0)]
    [InlineData("2", "0", "0", "false", 1)]
    [InlineData("0", "2", "0", "false", 1)]
    [InlineData("3", "0", "0", "true", 1)]
    [InlineData("", "", "0", "false", 1)]
    [InlineData("1", "0", "0", "false", 1)]
    [InlineData("0", "1", "0", "true", 1)]
    [InlineData("0", "0", "0", "true", 1, "1")]
    [InlineData("0", "0", "1", "false", 0, "1")]
    [InlineData("0", "0", "0", "false", 1, "none")]
    public void The_job_ends_as_what_was_found_and_asked_for_say(
        string campaign, string replay, string findings, string failOnFinding, int expected, string programs = "0")
    {
        var code = Steps.Run(
            "Verdict", ("CAMPAIGN", campaign), ("REPLAY", replay), ("FINDINGS", findings),
            ("FAIL_ON_FINDING", failOnFinding), ("PROGRAMS", programs));

        Assert.Equal(expected, code);
    }

    public void Dispose() => steps?.Dispose();

    [GeneratedRegex("^[\\w.-]+/[\\w./-]+@[0-9a-f]{40}$")]
    private static partial Regex AtCommit();
}
