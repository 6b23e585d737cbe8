using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Reporting;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>A disk that is full takes one result, not the others.</summary>
public sealed class LostOutputTests : IDisposable
{
    private const string Full = "/dev/full";

    private const string Case =
        "vera-gcstress case 1\ntarget wat\nruntime container\ngc hardened\nexpect pass\n\nobserve 1\n";

    private readonly CommandLineRun run = new();

    /// <summary>Each verb that leaves documents, and what of its report tells that there was one.</summary>
    public static TheoryData<string, string> Verbs { get; } = new()
    {
        { "fuzz --cases 20 --elements Int --out {out}", "Again: " },
        { "replay {case}", "1 as expected" },
        { "explain {case}", "PASS" },
        { "faults --only sweep-skip --seed 1", "sweep-skip" },
        { "matrix --runtime container --gc hardened --elements Int --cases 5", "container" },
        { "bench --only collections --time 300ms", "Measured in" },
    };

    public void Dispose() => run.Dispose();

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_document_that_cannot_be_written_costs_no_report_and_is_exit_code_2(string verb, string told)
    {
        Assert.SkipUnless(Path.Exists(Full), "no device here that is always full");
        Assert.Equal(ExitCode.Usage, run.Run([.. Arguments(verb), "--json", Full]));
        Assert.Contains(told, run.Output, StringComparison.Ordinal);
        Assert.Single(run.ErrorLines, line => line.StartsWith($"{Full}: cannot be written", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_full_output_stream_costs_no_document_and_is_exit_code_2(string verb, string told)
    {
        Assert.NotEmpty(told);
        using var full = new CommandLineRun { IsFull = true };
        var arguments = Arguments(verb);
        Assert.Equal(ExitCode.Usage, full.Run([.. arguments, "--json", run.In("x.json")]));
        Assert.Equal(arguments[0], run.Json("x.json").GetProperty("verb").GetString());
        Assert.Equal("standard output cannot be written: No space left on device", full.ErrorLines[^1]);
    }

    [Fact]
    public void A_closed_output_stream_is_called_that()
    {
        using var closed = new StringWriter();
        closed.Dispose();
        var screen = Screen.Of(closed, TextWriter.Null);
        screen.Out.WriteLine("a result");
        Assert.Equal("standard output cannot be written: it is not open for writing", screen.Lost);
    }

    [Fact]
    public void Each_path_that_failed_is_a_line_and_the_others_are_written()
    {
        Assert.SkipUnless(Path.Exists(Full), "no device here that is always full");
        Assert.Equal(ExitCode.Usage, run.Run([
            .. Arguments(
                "replay {case}"), "--json", Full, "--sarif", "/dev/../dev/full", "--summary", run.In("s.md")]));
        Assert.Equal(2, run.ErrorLines.Length);
        Assert.Contains("1 as expected", File.ReadAllText(run.In("s.md")), StringComparison.Ordinal);
    }

    private string[] Arguments(string verb)
    {
        File.WriteAllText(run.In("a.case"), Case);
        return [.. verb.Split(' ').Select(word => word
            .Replace("{case}", run.In("a.case"), StringComparison.Ordinal)
            .Replace("{out}", run.In("out"), StringComparison.Ordinal))];
    }
}
