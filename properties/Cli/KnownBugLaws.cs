using System.Text.RegularExpressions;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Repros;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>Bugs that are on file: the page that lists them, and what becomes of those that are fixed.</summary>
public sealed partial class KnownBugLaws : IDisposable
{
    private static readonly string OnFile = Path.Combine(Repository.Root, "repro", "vera");
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "findings.md");

    private readonly CommandLineRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void The_page_of_findings_says_what_the_files_say()
    {
        Assert.Equal(ExitCode.Clean, run.Run("findings", OnFile, "--check", Page));
        var old = File.ReadAllText(Page).Replace("eager |", "visible |", StringComparison.Ordinal);
        File.WriteAllText(run.In("old.md"), old);
        Assert.Equal(ExitCode.Found, run.Run("findings", OnFile, "--check", run.In("old.md")));
        Assert.Contains("is not what the files say", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_bug_on_file_has_a_title_a_layer_releases_and_remarks() => Assert.All(
        CaseFolder.List([OnFile]).Select(KnownBug.Read),
        bug =>
        {
            Assert.NotNull(bug.File.Header.Layer);
            Assert.NotNull(bug.Releases.First);
            Assert.NotEmpty(bug.Remarks);
            Assert.Contains($"| [{bug.Title}](#", File.ReadAllText(Page), StringComparison.Ordinal);
        });

    [Theory]
    [InlineData("0.0.1 pass;0.0.3 fail agreement;0.1.0 fail termination", "0.0.3 0.1.0 ")]
    [InlineData("0.0.1 fail agreement;0.0.3 fail agreement;0.1.0 pass", "0.0.1 0.0.3 0.1.0")]
    [InlineData("0.0.1 pass", "  ")]
    public void Releases_are_told_by_the_first_and_the_last_bad_one_and_the_fix(string lines, string told)
    {
        var header = string.Concat(lines.Split(';').Select(line => $"vera {line}\n"));
        var (first, last, repaired) = KnownBug.Read(Put("x.case", $"target vera\n{header}")).Releases;
        Assert.Equal(told, $"{first} {last} {repaired}");
    }

    [Fact]
    public void What_passes_now_moves_to_the_corpus_as_people_wrote_it_and_what_fails_now_stays_red()
    {
        var fixedOne = Put(
            "repro/below/fixed.case",
            "# A remark.\ntarget wat\nruntime container\ngc hardened\nexpect fail agreement\n");
        var broken = File.ReadAllText(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "repro"), "*.case").First());
        Directory.CreateDirectory(run.In("corpus"));
        File.WriteAllText(run.In("corpus/bad.case"), Failing().Replace(broken, "expect pass"));
        Assert.Equal(ExitCode.Found, run.Run("replay", run.In("repro")));
        Assert.Equal(ExitCode.Clean, run.Run("replay", run.In("repro"), "--update"));
        Assert.False(File.Exists(fixedOne));
        Assert.Equal(
            "vera-gcstress case 1\n# A remark.\ntarget wat\nruntime container\ngc hardened\nexpect pass\n\nobserve 1\n",
            File.ReadAllText(run.In("corpus/fixed.case")));
        Assert.Equal(ExitCode.Found, run.Run("replay", run.In("corpus"), "--update"));
        Assert.Contains("CHANGED", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(run.In("corpus")).Length);
    }

    [Fact]
    public void A_bug_of_a_real_Vera_stays_with_a_line_for_the_release_that_fixed_it()
    {
        var file = Put("x.case", "# Why.\ntarget vera\nvera 0.0.1 fail agreement\nlayer roots\n");
        ExpiredCase.PassesSince(file, "0.2.0");
        ExpiredCase.PassesSince(file, "0.2.0");
        Assert.Equal("0.0.1 fail agreement, 0.2.0 pass", $"{CaseFile.Read(file).Header.Releases}");
        Assert.Equal("0.2.0", KnownBug.Read(file).Releases.Fixed);
        Assert.Equal("Why.", KnownBug.Read(file).Remarks);
    }

    private string Put(string name, string header)
    {
        var path = run.In(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"vera-gcstress case 1\n{header}\nobserve 1\n");
        return path;
    }

    [GeneratedRegex("expect fail .*")]
    private static partial Regex Failing();
}
