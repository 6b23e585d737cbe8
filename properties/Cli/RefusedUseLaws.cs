using Vera.GcStress.Cli.Parsing;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>What would lose a file, or pass over one in silence, is refused in one line.</summary>
public sealed class RefusedUseLaws : IDisposable
{
    private const string Case =
        "vera-gcstress case 1\ntarget wat\nruntime container\ngc hardened\nexpect pass\n\nobserve 1\n";

    private readonly CommandLineRun run = new();

    public RefusedUseLaws()
    {
        File.WriteAllText(run.In("a.case"), Case);
        Directory.CreateDirectory(run.In("empty"));
    }

    public void Dispose() => run.Dispose();

    [Theory]
    [InlineData("emit {a.case} -o {a.case}", "would take the place of")]
    [InlineData("explain {a.case} --json {a.case}", "would take the place of")]
    [InlineData("explain {a.case} --vera {nothing}", "our own heap")]
    [InlineData("explain {a.case} --vera {nothing} --html {b}", "--html: only without --vera")]
    [InlineData("explain {a.case} --time 5s", "--time: only with --as issue")]
    [InlineData("bench --only collections --json {b} --html {b}", "would take the place of")]
    [InlineData("replay {a.case} --json {b} --sarif {b}", "would take the place of")]
    [InlineData("replay {empty}", "a folder without case files")]
    [InlineData("shrink {empty}", "a folder without case files")]
    [InlineData("replay {a.case} --vera {nothing}", "nothing")]
    [InlineData("shrink {a.case} --vera {nothing}", "nothing")]
    public void It_is_exit_code_2_and_no_file_changes(string words, string told)
    {
        Assert.Equal(ExitCode.Usage, run.Run([.. words.Split(' ').Select(InFolder)]));
        Assert.Contains(told, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(Case, File.ReadAllText(run.In("a.case")));
        Assert.False(Path.Exists(run.In("b")));
    }

    [Fact]
    public void A_case_is_found_by_capital_letters_and_by_a_link_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        File.WriteAllText(run.In("empty/X.CASE"), Case);
        File.CreateSymbolicLink(run.In("empty/link.case"), run.In("a.case"));
        Assert.Equal(ExitCode.Clean, run.Run(["replay", run.In("empty")]));
        Assert.Contains("2 as expected", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_case_that_is_gone_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        File.CreateSymbolicLink(run.In("empty/link.case"), run.In("gone.case"));
        Assert.Equal(ExitCode.Usage, run.Run(["replay", run.In("empty")]));
        Assert.Contains("link.case", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private string InFolder(string word) =>
        word.StartsWith('{') && word.EndsWith('}') ? run.In(word[1..^1]) : word;
}
