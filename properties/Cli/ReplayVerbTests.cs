using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Targets.Vera;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

public sealed class ReplayVerbTests : IDisposable
{
    private const string Passing = "observe size(({1} : Set<Int>))\n";

    private const string Failing = "schedule at 4\n$0: Set<Json> = call({JBool(true)})\nallocate 8\nobserve $0\n";

    private readonly CommandLineRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Files_that_do_as_they_say_are_ok_and_told_in_order_whatever_the_threads()
    {
        for (var i = 0; i < 30; i++)
        {
            Save($"{i:D2}.case", "container", "pass", Passing);
        }

        Assert.Equal(ExitCode.Clean, run.Run("replay", run.Folder, "--jobs", "3", "--json", run.In("r.json")));
        var files = run.Output.Split('\n').Where(l => l.StartsWith("ok ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(files.Order(StringComparer.Ordinal), files);
        Assert.Equal(30, files.Length);
        Assert.Equal(30, run.Json("r.json").GetProperty("ok").GetInt32());
    }

    [Fact]
    public void A_known_failure_that_passes_is_red_and_belongs_to_the_corpus()
    {
        Save("a.case", "host-store", "fail reachability", Failing);
        Assert.Equal(ExitCode.Clean, run.Run("replay", run.Folder));

        Save("b.case", "container", "fail reachability", Failing);
        Assert.Equal(ExitCode.Found, run.Run("replay", run.Folder, "--quiet"));
        Assert.Contains("b.case: expected fail reachability, saw pass; passes now: move it to corpus/", run.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("a.case", run.Output, StringComparison.Ordinal);

        Save("b.case", "host-store", "pass", Failing);
        Save("c.case", "host-store", "fail integrity", Failing);
        Assert.Equal(ExitCode.Found, run.Run("replay", run.Folder));
        Assert.Contains("1 as expected, 2 changed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_that_cannot_be_read_is_a_line_and_then_nothing_runs()
    {
        Save("fine.case", "container", "pass", Passing);
        Save("runtime.case", "continer", "pass", Passing);
        File.WriteAllBytes(run.In("binary.case"), [0, 159, 146, 150]);
        var fine = File.ReadAllText(run.In("fine.case"));
        File.WriteAllText(run.In("cut.case"), fine[..^3]);
        File.WriteAllText(run.In("deep.case"), $"{fine}observe {new string('(', 90_000)}\n");
        Assert.Equal(ExitCode.Usage, run.Run("replay", run.Folder));
        Assert.Equal(4, run.ErrorLines.Length);
        Assert.Contains($"{run.In("runtime.case")}:3: unknown runtime 'continer'; did you mean 'container'?",
            run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void A_folder_without_case_files_is_a_misuse_and_a_case_of_another_target_is_not()
    {
        Assert.Equal(ExitCode.Usage, run.Run("replay", run.Folder));
        Save("vera.case", "container", "pass", Passing, target: "vera");
        Assert.Equal(
            RealVeraTests.Installed ? ExitCode.Clean : ExitCode.Found, run.Run("replay", run.Folder));
        Assert.Contains(RealVeraTests.Installed ? "1 as expected" : "1 not run", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, run.Run("shrink", run.In("vera.case")));
        Assert.Contains(
            RealVeraTests.Installed ? "passes" : "name one with --vera", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_replayed_once_however_many_paths_lead_to_it()
    {
        Save("x.case", "container", "pass", Passing);
        Assert.Equal(
            ExitCode.Clean,
            run.Run("replay", run.In("x.case"), run.In("./x.case"), run.Folder, Path.Combine(run.Folder, ".")));
        Assert.Contains("1 as expected", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_emitted_is_the_module_that_the_compiled_way_runs()
    {
        Save("x.case", "container", "pass", Passing);
        Assert.Equal(ExitCode.Clean, run.Run("emit", run.In("x.case"), "--as", "wat"));
        var printed = run.Output;
        Assert.StartsWith("(module", printed, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, run.Run("emit", run.In("x.case"), "--as", "wat", "-o", run.In("x.wat")));
        Assert.Equal(printed, File.ReadAllText(run.In("x.wat")));
    }

    private void Save(string name, string runtime, string expect, string text, string target = "wat") =>
        File.WriteAllText(
            run.In(name),
            $"vera-gcstress case 1\ntarget {target}\nruntime {runtime}\ngc hardened\nexpect {expect}\n\n{text}");
}
