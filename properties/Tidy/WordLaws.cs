using System.Text.RegularExpressions;
using Vera.GcStress.Judging.Verdicts;
using Xunit;

namespace Vera.GcStress.Properties.Tidy;

/// <summary>What the harness concludes, it concludes from records; our own words are for people.</summary>
public sealed partial class WordLaws
{
    /// <summary>The folders that decide something about a failure.</summary>
    private static readonly string[] Deciding = ["Judging", "Explaining", "Triage", "Campaigns", "Shrinking"];

    [Fact]
    public void Nothing_is_concluded_from_our_own_words() => Assert.Empty(
        from source in HarnessSources.CSharp
        where Deciding.Contains(source.Path.Split('/')[0])
        from line in source.Text.Split('\n')
        where Reads().IsMatch(line)
        select $"{source.Path}: {line.Trim()}");

    [Theory]
    [InlineData("if (fail.Evidence.Contains(\"ceiling\"", true)]
    [InlineData("null when $\"{fail.Evidence}\".StartsWith(\"the host\"", true)]
    [InlineData("[GeneratedRegex(\"0x([0-9a-f]+)\")]", true)]
    [InlineData("Assert(fail.Evidence is Evidence.Trapped)", false)]
    public void The_law_sees_what_it_is_for(string line, bool isSeen) =>
        Assert.Equal(isSeen, Reads().IsMatch(line));

    [GeneratedRegex(
        """Regex|(Evidence|Reason|Why|Title|Text|Message)(\(\))?\}?"?\.(Contains|StartsWith|EndsWith|IndexOf|Split)\(""")]
    private static partial Regex Reads();
}
