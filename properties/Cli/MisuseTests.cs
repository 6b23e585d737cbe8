using Vera.GcStress.Cli;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Reporting;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

public sealed class MisuseTests : IDisposable
{
    private readonly CommandLineRun run = new();

    /// <summary>Everything that can be wrong with a campaign's options, one at a time.</summary>
    public static TheoryData<string, string> WrongValues { get; } = new()
    {
        { "--target", "veda" }, { "--vera", "vera" }, { "--runtime", "hoststore" }, { "--runtime", "" },
        { "--gc", "none" }, { "--sarif", "" }, { "--sarif", "no/such/folder/x.sarif" }, { "--summary", "" },
        { "--summary", "no/such/folder/x.md" },
        { "--layout", "big" }, { "--fault", "nothing" }, { "--elements", "" }, { "--elements", "Jsno" },
        { "--elements", "Int,,Nat" }, { "--elements", "0" }, { "--containers", "lists" }, { "--containers", "3" },
        { "--schedule", "every" },
        { "--schedule", "every:0" }, { "--schedule", "every:-1" }, { "--schedule", "at:" },
        { "--schedule", "at:2,2" }, { "--schedule", "at:0" }, { "--schedule", "often" }, { "--schedule", "eager:2" },
        { "--seed", "" }, { "--seed", "-1" }, { "--cases", "0" }, { "--cases", "-3" }, { "--cases", "1e3" },
        { "--cases", "99999999999999999999" }, { "--time", "0s" }, { "--time", "10" }, { "--time", "-1s" },
        { "--time", "1d" }, { "--time", "s" }, { "--time", "9999999999999999999h" }, { "--jobs", "0" },
        { "--jobs", "100000" }, { "--shard", "0/2" }, { "--shard", "3/2" }, { "--shard", "1" }, { "--shard", "/" },
        { "--ops", "0" }, { "--ops", "1000000" }, { "--out", "" }, { "--json", "" }, { "--documents", "" },
        { "--seed", "0x" }, { "--seed", "0xZZ" }, { "--seed", "0xFFFFFFFFFFFFFFFFF" },
        { "--seed", new string('1', 201) }, { "--json", "-" }, { "--out", "-" },
        { "--documents", "no/such/folder" }, { "--json", "no/such/folder/x.json" }, { "--json", "--quiet" },
        { "--corpus", "" }, { "--corpus", "no/such/folder" }, { "--known", "" }, { "--keep", "" }, { "--keep", "-" },
        { "--keep", "/dev/null/folder" },
    };

    public void Dispose() => run.Dispose();

    [Theory]
    [MemberData(nameof(WrongValues))]
    public void A_wrong_value_is_one_line_that_names_its_option_and_nothing_is_written(string option, string value)
    {
        IsMisuse("fuzz", "--cases", "1", "--out", run.In("repro"), option, value);
        var told = value.Contains("folder", StringComparison.Ordinal) || option == "--documents" ? "folder" : option;
        Assert.Contains(told, run.Errors, StringComparison.Ordinal);
    }

    /// <summary>The first night's folders are empty; one with other files alone is not what was meant.</summary>
    [Theory]
    [InlineData("--known")]
    [InlineData("--corpus")]
    public void A_folder_that_holds_no_case_is_misuse_unless_it_holds_nothing(string option)
    {
        var folder = Directory.CreateDirectory(run.In("cases")).FullName;
        string[] fuzz = ["fuzz", "--cases", "1", "--out", run.In("repro"), option, folder];
        Assert.Equal(ExitCode.Clean, run.Run(fuzz));
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "no case");
        IsMisuse(fuzz);
        Assert.Contains("a folder without case files", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fuz")]
    [InlineData("--seed", "1", "fuzz")]
    [InlineData("fuzz", "extra")]
    [InlineData("fuzz", "--seed")]
    [InlineData("fuzz", "--seed", "1", "--seed", "2")]
    [InlineData("replay")]
    [InlineData("replay", "")]
    [InlineData("replay", "no-such-file.case")]
    [InlineData("replay", "--jbos", "2", "x.case")]
    [InlineData("shrink")]
    [InlineData("shrink", "a.case", "b.case")]
    [InlineData("emit", "no-such-file.case", "--as", "wat")]
    [InlineData("emit", "a.case", "--as", "wta")]
    [InlineData("doctor", "now")]
    [InlineData("nonsense\nin\nlines")]
    public void Every_misuse_is_one_line_and_exit_code_2(params string[] arguments) => IsMisuse(arguments);

    [Theory]
    [InlineData("fuzz: unknown option '--case'; did you mean '--cases'?", "fuzz", "--case", "5")]
    [InlineData("unknown option '-v'", "-v")]
    [InlineData("no verb is before option '--cases': first the verb, then its options", "--cases", "5")]
    [InlineData("option '--cases' comes before the verb: options follow it", "--cases", "5", "fuzz")]
    [InlineData("--seed needs a value", "fuzz", "--seed", "--", "--cases", "5")]
    [InlineData("fuzz: unexpected argument '--cases' after --", "fuzz", "--", "--cases", "5")]
    [InlineData("--seed: '  ' is not a number from 0 up, or a text of up to 200 characters such as a commit hash",
        "fuzz", "--seed", "  ")]
    [InlineData("--jobs: ' 5 ' is not a whole number from 1 to 256", "fuzz", "--jobs", " 5 ")]
    public void What_is_wrong_is_named_as_it_was_written(string told, params string[] arguments)
    {
        IsMisuse(arguments);
        Assert.Equal(told, Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void A_file_to_read_that_is_not_there_is_told_in_the_same_words_everywhere()
    {
        File.WriteAllText(run.In("x.vera"), "");
        var none = run.In("none");
        foreach (var arguments in new string[][]
        {
            ["replay", none], ["shrink", none], ["stress", none], ["stress", run.In("x.vera"), "--stdin", none],
        })
        {
            IsMisuse(arguments);
            Assert.EndsWith($"{none}: no such file or folder", run.ErrorLines[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_misspelt_verb_or_option_is_answered_with_the_one_that_was_meant()
    {
        foreach (var verb in CommandLine.Root.Subcommands)
        {
            IsMisuse(verb.Name[..^1]);
            Assert.Contains($"did you mean '{verb.Name}'?", run.Errors, StringComparison.Ordinal);
            foreach (var option in verb.Options.Where(o => o.Name.Length > 4 && o.Name.StartsWith('-')))
            {
                var misspelt = option.Name + (option.Name == "--seed" ? "d" : "s");
                IsMisuse(verb.Name, misspelt);
                Assert.Contains($"did you mean '{option.Name}'?", run.Errors, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Places_for_results_that_cannot_be_written_are_found_out_before_anything_runs()
    {
        File.WriteAllText(run.In("file"), "");
        IsMisuse("fuzz", "--cases", "1000000000", "--out", run.In("file"));
        IsMisuse("fuzz", "--cases", "1000000000", "--out", run.In("file/repro"));
        foreach (var file in new[] { "--json", "--sarif", "--summary" })
        {
            IsMisuse("fuzz", "--cases", "1000000000", file, run.Folder);
            IsMisuse("replay", run.In("file"), file, run.Folder);
        }

        Assert.Equal([run.In("file")], Directory.GetFileSystemEntries(run.Folder));
    }

    [Fact]
    public void Help_is_no_misuse()
    {
        Assert.Equal(ExitCode.Clean, run.Run());
        Assert.Contains("fuzz", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, run.Run("fuzz", "--help", "--nonsense"));
        Assert.Contains("--elements", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Errors);
    }

    [Fact]
    public void Help_of_a_verb_is_its_help_whichever_way_one_asks()
    {
        foreach (var verb in new[] { "fuzz", "shrink", "bench" })
        {
            Assert.Equal(ExitCode.Clean, run.Run(verb, "--help"));
            var asked = run.Output;
            Assert.Equal(ExitCode.Clean, run.Run("help", verb));
            Assert.Equal(asked, run.Output);
        }

        Assert.Equal(ExitCode.Clean, run.Run("help"));
        Assert.Contains("shrink", run.Output, StringComparison.Ordinal);
        IsMisuse("help", "shrnk");
        Assert.Contains("did you mean 'shrink'?", run.Errors, StringComparison.Ordinal);
    }

    private void IsMisuse(params string[] arguments)
    {
        var before = Directory.GetFileSystemEntries(run.Folder);
        Assert.Equal(ExitCode.Usage, run.Run(arguments));
        Assert.Single(run.ErrorLines);
        Assert.Empty(run.Output);
        Assert.Equal(before, Directory.GetFileSystemEntries(run.Folder));
    }
}
