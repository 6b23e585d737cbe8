using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Explaining;
using Vera.GcStress.Repros;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>What a maintainer types, and what comes of it.</summary>
public sealed class VerbTests : IDisposable
{
    private readonly CommandLineRun run = new();

    private static string Known => Explained.PathOf(
        Explained.Repros.First(name => name.StartsWith("host-store-set", StringComparison.Ordinal)));

    public void Dispose() => run.Dispose();

    /// <summary>A run that left its commands behind would make each later one slower.</summary>
    [Fact]
    public void Nothing_is_left_of_a_run()
    {
        run.Run("doctor", "--unknown");
        var before = Options.Json.Parents.Count();
        run.Run("doctor", "--unknown");
        Assert.Equal(before, Options.Json.Parents.Count());
    }

    [Theory]
    [InlineData("wat", "(module")]
    [InlineData("vera", "public fn main")]
    public void A_case_is_emitted_as_a_program(string language, string expected)
    {
        Assert.Equal(ExitCode.Clean, run.Run("emit", Known, "--as", language));
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, run.Run("emit", Known, "--as", language, "-o", run.In("program")));
        Assert.Contains(expected, File.ReadAllText(run.In("program")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shrunk_case_still_does_what_its_file_says()
    {
        Assert.Equal(ExitCode.Clean, run.Run("shrink", Known, "-o", run.In("small.case")));
        Assert.True(CaseFile.Read(run.In("small.case")).Case.Ops.Length <= CaseFile.Read(Known).Case.Ops.Length);
        Assert.Equal(ExitCode.Clean, run.Run("replay", run.In("small.case")));
    }

    [Fact]
    public void An_explanation_names_the_cause_in_words_on_a_page_and_as_json()
    {
        Assert.Equal(
            ExitCode.Clean, run.Run("explain", Known, "--html", run.In("page.html"), "--json", run.In("facts.json")));
        Assert.Contains("LIKELY CAUSE (containers)", run.Output, StringComparison.Ordinal);
        Assert.Contains("<svg", File.ReadAllText(run.In("page.html")), StringComparison.Ordinal);
        Assert.Equal("explain", run.Json("facts.json").GetProperty("verb").GetString());
    }

    [Theory]
    [InlineData("explain", "--html")]
    [InlineData("explain", "--json")]
    [InlineData("replay", "--json")]
    [InlineData("replay", "--sarif")]
    public void A_case_is_not_lost_to_what_is_written_about_it(string verb, string option)
    {
        var path = run.In("own.case");
        File.Copy(Known, path);
        Assert.Equal(ExitCode.Usage, run.Run(verb, path, option, path));
        Assert.Equal(File.ReadAllText(Known), File.ReadAllText(path));
    }

    [Theory]
    [InlineData("bucket-unrooted", "container", "shows with --runtime bucket --gc hardened --layout small")]
    [InlineData("size-16", "container", "shows with --runtime container --gc vera --layout small")]
    [InlineData("bucket-unrooted", "bucket", "")]
    public void A_fault_that_shows_elsewhere_is_said_to(string fault, string runtime, string note)
    {
        run.Run(
            "fuzz", "--fault", fault, "--runtime", runtime, "--gc", "hardened", "--cases", "1",
            "--out", run.In("found"), "--quiet");
        Assert.Contains(note, run.Errors, StringComparison.Ordinal);
        Assert.Equal(note.Length == 0, !run.Errors.Contains("note:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mutant_is_in_the_json_with_its_place()
    {
        run.Run("mutants", "--in", "$stride", "--count", "4", "--cases", "200", "--json", run.In("mutants.json"));
        var first = run.Json("mutants.json").GetProperty("mutants")[0];
        Assert.Equal("allocation.wat", first.GetProperty("file").GetString());
        Assert.Equal("$stride", first.GetProperty("function").GetString());
        Assert.True(first.GetProperty("caught").GetBoolean());
        Assert.True(first.GetProperty("reached").GetBoolean());
        var line = first.GetProperty("line").GetInt32();
        run.Run("mutants", "--in", $"allocation.wat:{line}", "--cases", "50", "--json", run.In("line.json"));
        Assert.All(
            run.Json("line.json").GetProperty("mutants").EnumerateArray(),
            mutant => Assert.Equal(line, mutant.GetProperty("line").GetInt32()));
    }

    [Fact]
    public void A_planted_fault_is_in_the_table_and_in_the_json()
    {
        Assert.Equal(
            ExitCode.Clean, run.Run("faults", "--only", "sweep-skip", "--seed", "1", "--json", run.In("faults.json")));
        Assert.Contains("sweep-skip", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, run.Json("faults.json").GetProperty("caught").GetInt32());
    }

    [Fact]
    public void Of_a_planted_fault_it_is_said_how_many_seeds_end_in_one_case()
    {
        string[] faults = ["faults", "--only", "sweep-skip"];
        Assert.Equal(ExitCode.Clean, run.Run([.. faults, "--seeds", "4", "--json", run.In("faults.json")]));
        var fault = run.Json("faults.json").GetProperty("faults")[0];
        Assert.Equal(
            [1, 2, 3, 4],
            fault.GetProperty("runs").EnumerateArray().Select(one => one.GetProperty("seed").GetInt32()));
        Assert.Equal(4, fault.GetProperty("seeds_alike").GetInt32());
        Assert.Contains("4 of 4", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, run.Run([.. faults, "--seed", "1", "--seeds", "4"]));
    }

    [Fact]
    public void A_matrix_saves_a_case_of_what_fails()
    {
        Assert.Equal(
            ExitCode.Clean,
            run.Run(
                "matrix", "--runtime", "host-store", "--gc", "hardened", "--elements", "Int,Enum", "--cases", "40",
                "--out", run.In("found"), "--json", run.In("matrix.json")));
        Assert.Single(Directory.GetFiles(run.In("found")));
        Assert.Equal(ExitCode.Clean, run.Run("replay", run.In("found")));
        Assert.Equal(
            [true, false],
            run.Json("matrix.json").GetProperty("cells").EnumerateArray()
                .Select(c => c.GetProperty("holds").GetBoolean()));
    }

    [Fact]
    public void What_was_interrupted_claims_nothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Equal(ExitCode.Interrupted, run.Run(stop.Token, "matrix", "--elements", "Int"));
        Assert.DoesNotContain("holds for", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Interrupted, run.Run(stop.Token, "faults", "--seed", "1"));
        Assert.DoesNotContain("SURVIVED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_says_what_there_is()
    {
        Assert.Equal(ExitCode.Clean, run.Run("doctor"));
        Assert.Contains("wasmtime", run.Output, StringComparison.OrdinalIgnoreCase);
    }
}
