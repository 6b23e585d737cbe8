using System.Runtime.Versioning;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Targets.Vera;
using Vera.GcStress.Properties.Targets.Vera.Microscope;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>A command that is printed after a finding shows the finding again.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AdviceLaws : IDisposable
{
    private readonly CommandLineRun run = new();
    private readonly FakeWorker vera = new();

    public static bool CanRun => FakeWorker.CanRun;

    public void Dispose()
    {
        run.Dispose();
        vera.Dispose();
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void On_a_real_Vera_the_saved_case_replays_with_the_Vera_that_the_user_named()
    {
        Assert.Equal(ExitCode.Found, run.Run(
            "fuzz", "--target", "vera", "--host", "python", "--vera", vera.As("o"), "--elements", "Int", "--jobs", "1",
            "--cases", "32", "--time", "8s", "--ops", "6", "--out", run.In("out")));
        var advice = run.Output.Split('\n').First(line => line.Contains(" replay ", StringComparison.Ordinal));
        Assert.Contains($"--vera {vera.Command}", advice, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, run.Run(CommandLineRun.WordsFrom("replay", advice)));
        Assert.Contains("1 as expected, 0 changed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void On_our_heap_the_saved_case_is_explained_as_what_was_found_and_replays()
    {
        Assert.Equal(ExitCode.Found, run.Run(
            "fuzz", "--runtime", "host-store", "--elements", "Json", "--cases", "64", "--out",
            run.In("out"), "--sarif", run.In("all.sarif"), "--json", run.In("all.json")));
        var advice = run.Output.Split('\n').First(line => line.Contains(" explain ", StringComparison.Ordinal));
        string[] explain = [.. CommandLineRun.WordsFrom("explain", advice), "--json", run.In("why.json")];
        Assert.Equal(ExitCode.Clean, run.Run(explain));
        Assert.StartsWith("FAIL ", run.Output, StringComparison.Ordinal);
        var signature = run.Json("why.json").GetProperty("failure").GetProperty("signature").GetString()!;
        Assert.Equal(run.Json("all.json").GetProperty("findings")[0].GetProperty("signature").GetString(), signature);
        Assert.Contains(signature, run.Output, StringComparison.Ordinal);
        var saved = Directory.GetFiles(run.In("out"), "*.case").First();
        Assert.Equal(ExitCode.Clean, run.Run(AgainIn("all.sarif", "replay", saved)));
        Assert.Contains("1 as expected, 0 changed", run.Output, StringComparison.Ordinal);

        // Where its failure is news, it has the same signature.
        File.WriteAllText(saved, File.ReadAllText(saved).Replace("expect fail agreement", "expect pass"));
        Assert.Equal(ExitCode.Found, run.Run("replay", saved, "--json", run.In("again.json")));
        Assert.Equal(
            signature, run.Json("again.json").GetProperty("results")[0].GetProperty("signature").GetString());
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void A_stressed_program_is_run_again_as_it_was_run()
    {
        vera.Write(StressVerbTests.Echo);
        File.WriteAllText(
            run.In("a b.vera"), Miniature.With("i64.const 3 ;; a number", "i64.const 188"));
        Assert.Equal(ExitCode.Found, run.Run(
            "stress", run.In("a b.vera"), "--vera", vera.Command, "--schedule", "all-1", "--points", "20", "--sarif",
            run.In("all.sarif")));
        var again = AgainIn("all.sarif", "stress", run.In("a b.vera"));
        Assert.Contains(vera.Command, again);
        Assert.Contains("all-1", again);
        Assert.Equal(ExitCode.Found, run.Run(again));
    }

    /// <summary>What a result says in brackets, of a file that it may name without its folder.</summary>
    private string[] AgainIn(string log, string verb, string file)
    {
        var message = run.Json(log).GetProperty("runs")[0].GetProperty("results")[0].GetProperty("message")
            .GetProperty("text").GetString()!;
        var from = message.LastIndexOf("(again: ", StringComparison.Ordinal) + "(again: ".Length;
        var words = CommandLineRun.WordsFrom(verb, message[from..^1]);
        return [.. words.Select(word => word == Path.GetFileName(file) ? file : word)];
    }
}
