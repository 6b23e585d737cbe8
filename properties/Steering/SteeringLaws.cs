using System.Text.Json.Nodes;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Cli;
using Xunit;

namespace Vera.GcStress.Properties.Steering;

public class SteeringLaws
{
    [Theory]
    [InlineData("1", "2")]
    [InlineData("1", "3")]
    public void Threads_change_nothing_of_what_is_seen(string jobs, string others) =>
        Assert.Equal(FeaturesOf("--jobs", jobs), FeaturesOf("--jobs", others));

    [Fact]
    public void What_a_campaign_is_to_see_is_required_of_it()
    {
        using var run = new CommandLineRun();
        string[] small = ["fuzz", "--cases", "200", "--seed", "1", "--elements", "Int", "--quiet"];
        Assert.Equal(ExitCode.Clean, run.Run([.. small, "--require-features", "50"]));
        Assert.Equal(ExitCode.Found, run.Run([.. small, "--require-features", "1000"]));
        Assert.Contains("1,000 features were to be seen", run.Output, StringComparison.Ordinal);
    }

    private static string FeaturesOf(params string[] options)
    {
        using var run = new CommandLineRun();
        run.Run(["fuzz", "--cases", "700", "--seed", "9", "--quiet", "--json", run.In("x.json"), .. options]);
        return JsonNode.Parse(File.ReadAllText(run.In("x.json")))!["features"]!.ToJsonString();
    }
}
