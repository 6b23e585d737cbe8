using System.Text.RegularExpressions;
using Vera.GcStress.Judging.Verdicts;
using Xunit;

namespace Vera.GcStress.Properties.Tidy;

/// <summary>
/// What the harness concludes, it concludes from records; our own words are for people, and say what is meant.
/// </summary>
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

    [Fact]
    public void Amounts_and_people_are_named_or_left_out() => Flaws.None(
        from file in HarnessSources.Prose
        from line in file.Text.Split('\n')
        where Vague().IsMatch(line)
        select $"{file.Path}: {line.Trim()}");

    [Theory]
    [InlineData("a block of so ", "many bytes", true)]
    [InlineData("public void What_no", "body_holds_is_freed()", true)]
    [InlineData("unless some", "body asked", true)]
    [InlineData("a block of this many ", "bytes, and somewhere no body", false)]
    public void The_law_sees_vague_words(string start, string end, bool isSeen) =>
        Assert.Equal(isSeen, Vague().IsMatch(start + end));

    /// <summary>Put together, so that the law does not see itself.</summary>
    [GeneratedRegex("so" + " many|(no|some)" + "body", RegexOptions.IgnoreCase)]
    private static partial Regex Vague();

    [GeneratedRegex(
        """Regex|(Evidence|Reason|Why|Title|Text|Message)(\(\))?\}?"?\.""" +
        """(Contains|StartsWith|EndsWith|IndexOf|Split)\(""")]
    private static partial Regex Reads();
}
