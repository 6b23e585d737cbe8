using System.Globalization;
using Vera.GcStress.Cli;
using Vera.GcStress.Properties.Explaining;
using Vera.GcStress.Reporting;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>Names of files may hold anything; what a verb says of them is plain, and stays in its line.</summary>
public sealed class HostileNameTests : IDisposable
{
    private const string Name = "x\e[2Jy\u202Ez\u0007\u009B\nok forged: expected pass, saw pass\n.case";

    private static readonly string[] OfPaths = ["FILE", "DIR", "COMMAND", "PATH"];

    private static readonly Dictionary<string, string[]> Short = new()
    {
        ["fuzz"] = ["--cases", "2", "--jobs", "1"],
        ["matrix"] = ["--cases", "1", "--elements", "Int", "--runtime", "host-store", "--gc", "hardened"],
        ["faults"] = ["--only", "shadow-no-bound", "--seed", "1"],
        ["mutants"] = ["--count", "1", "--cases", "1"],
        ["bench"] = ["--only", "lanes", "--time", "1s"],
    };

    private readonly CommandLineRun run = new();

    /// <summary>Every verb, with each option and argument that names a file, a folder or a command.</summary>
    public static TheoryData<string, string> Uses()
    {
        var uses = new TheoryData<string, string>();
        foreach (var verb in CommandLine.Root.Subcommands)
        {
            if (verb.Arguments.Count > 0)
            {
                uses.Add(verb.Name, "");
            }

            foreach (var option in verb.Options.Where(option => OfPaths.Contains(option.HelpName)))
            {
                uses.Add(verb.Name, option.Name);
            }
        }

        return uses;
    }

    public void Dispose() => run.Dispose();

    [Theory]
    [MemberData(nameof(Uses))]
    public void No_verb_lets_a_name_speak_to_the_terminal(string verb, string option)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // It has no such names.
        }

        var sound = run.In("sound.case");
        File.Copy(Explained.PathOf(Explained.Repros.First()), sound);
        var (there, bad, missing) = (run.In($"there {Name}"), run.In($"bad {Name}"), run.In($"missing {Name}"));
        File.Copy(sound, there);
        File.WriteAllText(bad, "no case\e[2J\n");
        string[] arguments = CommandLine.Root.Subcommands.Single(v => v.Name == verb).Arguments.Count > 0
            ? [sound]
            : [];
        foreach (var path in new[] { there, bad, missing, $"{missing}/none" })
        {
            string[] all = option.Length == 0
                ? [verb, path]
                : [verb, .. arguments, .. Short.GetValueOrDefault(verb, []), option, path];
            run.Run(all);
            AssertPlain(run.Output);
            AssertPlain(run.Errors);
        }
    }

    [Fact]
    public void What_turns_words_around_is_spelt_out()
    {
        File.Copy(Explained.PathOf(Explained.Repros.First()), run.In("x\u202Ez.case"));
        run.Run("replay", run.Folder);
        Assert.Contains("x\\u{202E}z.case: expected", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, run.Output.Count(letter => letter == '\n'));
    }

    private static void AssertPlain(string text)
    {
        Assert.DoesNotContain(text, letter => letter is not ('\n' or '\t') && char.IsControl(letter));
        Assert.DoesNotContain(text, letter => char.GetUnicodeCategory(letter) == UnicodeCategory.Format);
        Assert.DoesNotContain(
            text.Split('\n'), line => line.StartsWith("ok forged", StringComparison.Ordinal));
    }
}
