using Xunit;

namespace Vera.GcStress.Properties.Workflows;

/// <summary>What the steps of the nightly workflow ask of the tool; <c>.ci/rehearse</c> runs them for real.</summary>
public sealed class NightlyTests : IDisposable
{
    private readonly ActionSteps? steps = OperatingSystem.IsWindows() ? null : new ActionSteps();

    public void Dispose() => steps?.Dispose();

    /// <summary>A folder without cases would be a usage error, and is none of the night's.</summary>
    [Theory]
    [InlineData("wat", false, "0", 0)]
    [InlineData("wat", true, "1", 0)]
    [InlineData("release", true, "2", 2)]
    public void A_part_of_the_campaign_takes_what_earlier_nights_left_if_there_is_any(
        string target, bool hasCases, string code, int exit)
    {
        Assert.SkipWhen(steps is null, "the workflow's steps are shell scripts");
        foreach (var folder in new[] { "findings", "corpus" })
        {
            steps.Put($"nights/{target}/{folder}/{(hasCases ? "a.case" : "lock")}", "");
        }

        var script = ActionSteps.ScriptsOfJob("nightly.yml", "shard")["Campaign"];
        var ended = steps.Bash(script,
        [
            ("TOOL", "dotnet tool.dll"), ("TARGET", target), ("TIME", "5s"), ("SEED", "night 1"),
            ("MORE", "--elements Json --cases 9"), ("FAKE_CODE", code),
        ]);
        Assert.Equal(exit, ended);
        Assert.Equal(hasCases, steps.Calls.Contains($"--known=nights/{target}/findings"));
        Assert.Equal(hasCases, steps.Calls.Contains($"--corpus=nights/{target}/corpus"));
        Assert.Equal(target == "wat", steps.Calls.Contains("--gc=hardened"));
        Assert.Equal(["--elements", "Json", "--cases", "9"], steps.Calls[^4..]);
    }
}
