using System.Xml.Linq;
using Vera.GcStress.Cli.Parsing;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>What the bench writes; how fast anything is, no test says.</summary>
public class BenchVerbTests
{
    [Fact]
    public void A_brief_bench_writes_a_table_a_document_and_a_page()
    {
        using var line = new CommandLineRun();
        Assert.Equal(
            ExitCode.Clean,
            line.Run("bench", "--time", "300ms", "--json", line.In("b.json"), "--html", line.In("b.html")));
        Assert.Contains("driven, eager", line.Output, StringComparison.Ordinal);
        Assert.Contains("Measured in", line.Output, StringComparison.Ordinal);

        var root = line.Json("b.json");
        Assert.Equal(4, root.GetProperty("lanes").GetArrayLength());
        Assert.True(root.GetProperty("containers").GetArrayLength() >= 4 * 6);
        Assert.Equal(4, root.GetProperty("collections").GetArrayLength());
        Assert.True(root.GetProperty("machine").GetProperty("cores").GetInt32() > 0);

        var page = XDocument.Parse(File.ReadAllText(line.In("b.html")));
        Assert.Contains(page.Descendants(), e => e.Name.LocalName == "svg");
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script" or "link" or "img");
    }

    [Theory]
    [InlineData("--only", "hats")]
    [InlineData("--time", "0s")]
    [InlineData("--vera", "/no/such/vera")]
    public void What_cannot_be_measured_is_one_line(string option, string value)
    {
        using var line = new CommandLineRun();
        Assert.Equal(ExitCode.Usage, line.Run("bench", option, value));
        Assert.Single(line.ErrorLines);
    }
}
