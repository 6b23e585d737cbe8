using System.CommandLine;
using System.Diagnostics;
using System.Runtime.Versioning;
using Vera.GcStress.Cli;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Targets.Vera;
using Vera.GcStress.Reporting;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>What is no plain file is refused in a line wherever a path can be given, and never waited for.</summary>
public sealed class StrangeFileLaws : IDisposable
{
    private const string Failing =
        "vera-gcstress case 1\ntarget wat\nruntime host-store\ngc hardened\nexpect fail reachability\n\n" +
        "schedule at 4\nobserve elements(call(({JNull} : Set<Json>)))\n";

    private const string OfVera =
        "vera-gcstress case 1\ntarget vera\nruntime vera\ngc vera\nexpect pass\n\nobserve 1\n";

    private static readonly string[] OfPaths = ["FILE", "PATH", "DIR", "COMMAND"];

    private readonly CommandLineRun run = new();

    /// <summary>Every verb with every option and argument of it that takes a path.</summary>
    public static TheoryData<string, string> Places
    {
        get
        {
            var places = new TheoryData<string, string>();
            foreach (var verb in CommandLine.Root.Subcommands)
            {
                foreach (var argument in verb.Arguments.Where(a => OfPaths.Contains(a.Name)))
                {
                    places.Add(verb.Name, "");
                }

                foreach (var option in verb.Options.Where(o => OfPaths.Contains(o.HelpName)))
                {
                    places.Add(verb.Name, option.Name);
                }
            }

            return places;
        }
    }

    public void Dispose() => run.Dispose();

    [Theory]
    [MemberData(nameof(Places))]
    public void A_pipe_in_the_place_of_a_file_is_refused_before_anything_runs(string verb, string option)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no pipes with a path there");
        var pipe = Pipe("pipe");
        Assert.NotEqual(ExitCode.Clean, Run(option.Length == 0
            ? [verb, pipe, .. verb == "bisect" ? ["--vera", "python3"] : Array.Empty<string>()]
            : [.. Usual(verb, option), option, pipe]));
        Assert.NotEqual("", run.Errors + run.Output);
        // A command is looked at once it is needed, and a doctor has a line of its own for each.
        Assert.InRange(run.ErrorLines.Length, verb == "doctor" || option == "--base" ? 0 : 1, 1);
        Assert.Equal(0, new FileInfo(pipe).Length);
    }

    [Fact]
    public void A_pipe_inside_a_folder_is_refused_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no pipes with a path there");
        Pipe("folder/x.case");
        Pipe("folder/x.json");
        Assert.Equal(ExitCode.Usage, Run(["replay", run.In("folder")]));
        Assert.Contains("x.case: this is a pipe, not a file", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Run(["fuzz", "--cases", "1", "--documents", run.In("folder")]));
        Assert.Contains("1 no plain file", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        File.WriteAllText(run.In("folder/y.json"), "[1]");
        Assert.Equal(
            ExitCode.Clean,
            Run(["fuzz", "--cases", "1", "--quiet", "--out", run.In("out"), "--documents", run.In("folder")]));
        Assert.Contains("x.json: no document to use: no plain file", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero", "this is a device, not a file")]
    [InlineData("/dev/tty", "this is a device, not a file")]
    public void A_device_is_refused(string device, string told)
    {
        Assert.SkipUnless(Path.Exists(device), "no such device here");
        Assert.Equal(ExitCode.Usage, Run(["replay", device]));
        Assert.Equal($"{device}: {told}", Assert.Single(run.ErrorLines));
    }

    [Theory]
    [UnsupportedOSPlatform("windows")]
    [InlineData("shrink")]
    [InlineData("explain", "--as", "issue")]
    public void A_program_that_is_no_file_is_refused_in_a_line_too(params string[] verb)
    {
        Assert.SkipUnless(FakeWorker.CanRun, FakeWorker.NoPython);
        using var vera = new FakeWorker();
        vera.As("o");
        Pipe("x.vera");
        Assert.Equal(ExitCode.Usage, Run([.. verb, run.In("x.vera"), "--vera", vera.Command]));
        Assert.Equal($"{run.In("x.vera")}: this is a pipe, not a file", Assert.Single(run.ErrorLines));
        Assert.Equal(ExitCode.Usage, Run([.. verb, run.In("none.vera"), "--vera", vera.Command]));
        Assert.Equal($"{run.In("none.vera")}: no such file or folder", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void A_name_with_control_characters_never_reaches_the_terminal()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no such names there");
        var name = run.In("a\u001b[31m\r\n::error::.case");
        File.WriteAllText(name, Failing);
        foreach (var verb in new[] { "replay", "shrink", "explain", "emit" })
        {
            Assert.Equal(ExitCode.Usage, Run([verb, name]));
            Assert.Contains("control characters", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
            Assert.DoesNotContain(run.Output + run.ErrorLines[0], char.IsControl);
        }

        Assert.Equal(ExitCode.Usage, Run(["replay", run.Folder]));
        Assert.DoesNotContain(Assert.Single(run.ErrorLines), char.IsControl);
        Assert.Equal(ExitCode.Usage, Run(["fuzz", "--cases", "1", "--json", run.In("\u001b[2J.json")]));
        Assert.DoesNotContain(Assert.Single(run.ErrorLines), char.IsControl);
    }

    /// <summary>Whatever a verb prints.</summary>
    [Fact]
    public void The_screen_lets_no_control_character_through()
    {
        using var shown = new StringWriter { NewLine = "\n" };
        var screen = Screen.Of(shown, shown);
        screen.Out.WriteLine("a\u001b[31mb\tc\u0007\u0085");
        screen.Error.Write('\u001b');
        screen.Error.WriteLine();
        Assert.Equal("a\\u{1B}[31mb\tc\\u{7}\\u{85}\n\\u{1B}\n", $"{shown}");
    }

    /// <summary>Arguments with which a verb would do its work.</summary>
    private string[] Usual(string verb, string option)
    {
        File.WriteAllText(run.In("a.case"), option == "--vera" ? OfVera : Failing);
        File.WriteAllText(run.In("a.vera"), "");
        return verb switch
        {
            "fuzz" when option == "--vera" => [verb, "--cases", "1", "--target", "vera"],
            "fuzz" => [verb, "--cases", "1", "--out", run.In("out")],
            "matrix" when option == "--vera" => [verb, "--target", "vera"],
            "emit" => [verb, run.In("a.case"), "--as", "vera"],
            "replay" or "shrink" or "explain" => [verb, run.In("a.case")],
            "bisect" => [verb, run.In("a.case"), "--vera", "no-such-vera"],
            "stress" => [verb, run.In("a.vera"), "--vera", "no-such-vera"],
            "faults" => [verb, "--only", "sweep-skip"],
            "mutants" => [verb, "--count", "1", "--cases", "1"],
            _ => [verb],
        };
    }

    private ExitCode Run(string[] arguments)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var exit = Task.Run(() => run.Run(late.Token, arguments));
        Assert.True(exit.Wait(TimeSpan.FromSeconds(90)), "it waits for a pipe");
        return exit.Result;
    }

    private string Pipe(string name)
    {
        var path = run.In(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        return path;
    }
}
