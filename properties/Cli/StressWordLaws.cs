using System.Runtime.Versioning;
using System.Text.Json;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Targets.Vera;
using Vera.GcStress.Properties.Targets.Vera.Microscope;
using Vera.GcStress.Reporting.Sarif;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>What <c>stress</c> says besides a verdict; the stand-in for Vera compiles a file to what is in it.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class StressWordLaws : IDisposable
{
    private static readonly string Damaged = Miniature.With("i64.const 3 ;; a number", "i64.const 188");

    private readonly CommandLineRun run = new();
    private readonly FakeWorker vera = new();

    public static bool CanRun => FakeWorker.CanRun;

    public StressWordLaws() => vera.Write(StressVerbTests.Echo);

    public void Dispose()
    {
        vera.Dispose();
        run.Dispose();
    }

    /// <summary>A case stands for the program beside it, and for the issue that it names.</summary>
    [Theory(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    [InlineData("damaged.case", "", ExitCode.Clean)]
    [InlineData("other.case", "# Issue #1382.\n", ExitCode.Clean)]
    [InlineData("other.case", "# Issue #695.\n", ExitCode.Found)]
    public void What_cases_and_campaigns_have_on_file_is_known(string name, string remark, ExitCode exit)
    {
        Save("damaged.vera", Damaged);
        Directory.CreateDirectory(run.In("saved"));
        Save($"saved/{name}", $"vera-gcstress case 1\n{remark}target vera\nvera 0.1.9 fail agreement\n\nobserve 1\n");
        Save("fuzz.json", $$"""
            {"schema": "vera-gcstress/fuzz/1", "verb": "fuzz",
             "findings": [{"file": null, "cause": null}, {"file": "x/{{name}}", "cause": "{{remark.Trim()}}"}]}
            """);
        Assert.All(
            new[] { "saved", $"saved/{name}", "fuzz.json" },
            known => Assert.Equal(exit, run.Run(
                "stress", run.In("damaged.vera"), "--vera", vera.Command, "--known", run.In(known))));
    }

    /// <summary>What has another program's name may have another bug.</summary>
    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void A_case_with_a_program_beside_it_stands_for_that_alone()
    {
        Directory.CreateDirectory(run.In("saved"));
        Save("saved/damaged.case", "vera-gcstress case 1\ntarget vera\nvera 0.1.9 fail agreement\n\nobserve 1\n");
        Save("saved/damaged.vera", Damaged);
        Save("damaged.vera", Damaged);
        foreach (var (program, exit) in new[]
        {
            ("saved/damaged.vera", ExitCode.Clean), ("damaged.vera", ExitCode.Found),
        })
        {
            Assert.Equal(exit, run.Run(
                "stress", run.In(program), "--vera", vera.Command, "--known", run.In("saved/damaged.case")));
        }
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void A_pass_says_that_every_run_traps_and_which_arguments_it_made_up()
    {
        vera.Write(StressVerbTests.Echo.Replace(
            "[\"main\"]}", "[\"main\"], \"parameters\": {\"main\": [\"i64\"]}}", StringComparison.Ordinal));
        Save("traps.vera", Miniature.With("(func $main (export \"main\")", "(func $main (export \"main\") (param i64)")
            .Replace("i64.const 3 ;; a number", "unreachable", StringComparison.Ordinal)
            .Replace("(module", "(module (; fn main(@Int -> @Int) ;)", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Clean, Stress("--json", run.In("s.json")));
        const string Reason = "traps in every run: unreachable in main; its arguments are made up: 3";
        var program = run.Json("s.json").GetProperty("programs").EnumerateArray().Single();
        Assert.Equal(("pass", Reason), (Text("verdict"), Text("reason")));
        Assert.Equal(("main", true), (Text("function"), program.GetProperty("arguments_made_up").GetBoolean()));
        Assert.Equal("3", program.GetProperty("arguments").EnumerateArray().Single().GetString());
        Assert.Matches($"pass .*traps.vera: main: .* runs in .*: {Reason}", run.Output);
        Assert.Equal(ExitCode.Clean, Stress("--json", run.In("s.json"), "--", "4"));
        Assert.DoesNotContain("made up:", run.Output, StringComparison.Ordinal);

        string Text(string name) => program.GetProperty(name).GetString()!;
    }

    [Theory(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    [InlineData("[]", "not-run", "^Vera left out main: E620 Function 'main' calls g$")]
    [InlineData("[]", "not-run", "^Vera left out main: E620 Function 'main' calls g$", "--fn", "main")]
    [InlineData("[\"other\"]", "pass", "; Vera left out main: E620 Function 'main' calls g$")]
    public void What_the_compiler_left_out_is_told_in_its_own_words(
        string exports, string verdict, string reason, params string[] more)
    {
        vera.Write(StressVerbTests.Echo.Replace(
            "[\"main\"]}", $"{exports}, \"leftOut\": {{\"g\": \"E602\", \"main\": \"E620 Function 'main' calls g\"}}}}",
            StringComparison.Ordinal));
        Save("left.vera", Miniature.With("(export \"main\")", "(export \"other\")")
            .Replace("(module", "(module (; public fn main( private fn g( ;)", StringComparison.Ordinal)
            .Replace("i64.const 3 ;; a number", "unreachable", StringComparison.Ordinal));
        Stress(["--json", run.In("s.json"), .. more]);
        var program = run.Json("s.json").GetProperty("programs").EnumerateArray().Single();
        Assert.Equal(verdict, program.GetProperty("verdict").GetString());
        Assert.Matches(reason, program.GetProperty("reason").GetString());
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void Each_public_function_is_run_and_named_where_all_are_asked_for()
    {
        vera.Write(StressVerbTests.Echo.Replace(
            "[\"main\"]}", "[\"main\", \"other\"], \"leftOut\": {\"lost\": \"E602\"}}", StringComparison.Ordinal));
        Save("a.vera", Damaged.Replace("(func $main", """
            (; public fn lost( ;)
            (func $other (export "other") (result i64) (i64.const 1))
            (func $main
            """, StringComparison.Ordinal));
        Assert.Equal(ExitCode.Found, Stress("--fn", "all", "--json", run.In("s.json"), "--sarif", run.In("s.sarif")));
        var document = run.Json("s.json");
        Assert.Equal(
            [("main", "fail"), ("other", "pass"), ("lost", "not-run")],
            document.GetProperty("programs").EnumerateArray().Select(p => (Text(p, "function"), Text(p, "verdict"))));
        Assert.Equal("Vera left out lost: E602", Text(document.GetProperty("programs")[2], "reason"));
        Assert.Equal(1, document.GetProperty("compiled").GetInt32());
        Assert.Matches(
            "(?s)fail .*a.vera: main: .*pass .*a.vera: other: .*in 1 program, 3 functions", run.Output + run.Errors);
        Assert.Contains("--fn main", File.ReadAllText(run.In("s.sarif")), StringComparison.Ordinal);

        static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
    }

    /// <summary>The shadow stack has room for 16 roots.</summary>
    [Theory(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    [InlineData(4, "latent", "pile: it left 20 bytes on the shadow stack")]
    [InlineData(
        40, "visible",
        "pile: it left 64 bytes on the shadow stack; fails: unreachable in pile, and ends where functions leave no " +
        "roots")]
    public void Roots_that_a_function_leaves_are_visible_where_they_fill_the_stack(
        int turns, string shows, string evidence)
    {
        Save("pile.vera", Piling(turns));
        Assert.Equal(ExitCode.Found, Stress("--json", run.In("s.json"), "--points", "5"));
        var finding = run.Json("s.json").GetProperty("findings").EnumerateArray().Single();
        Assert.Equal(shows, finding.GetProperty("shows").GetString());
        Assert.Equal(evidence, finding.GetProperty("evidence").GetString());
    }

    /// <summary>A tail call leaves one root a turn.</summary>
    private static string Piling(int turns) => Miniature.With("(local $sp i32) (local $kept i32)", $"""
            (local $sp i32) (local $kept i32)
            (drop (call $pile (i32.const {turns})))
            """).Replace("(func $main", """
            (func $pile (param $turns i32) (result i64)
              (if (i32.ge_u (global.get $gc_sp) (global.get $gc_stack_limit)) (then (unreachable)))
              (drop (call $pair (i64.const 1) (i64.const 2)))
              (if (i32.eqz (local.get $turns)) (then (return (i64.const 0))))
              (return_call $pile (i32.sub (local.get $turns) (i32.const 1))))
            (func $main
            """, StringComparison.Ordinal);

    /// <summary>A log tells where a file lies in the folder that it was written in, and of others nothing.</summary>
    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void A_log_has_on_file_what_it_says_of_files_that_it_names()
    {
        Save("damaged.vera", Damaged);
        Assert.Equal(ExitCode.Found, Stress("--sarif", run.In("s.sarif")));
        Assert.Equal(ExitCode.Usage, Stress("--known", run.In("s.sarif")));
        Assert.Contains("says in which file", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        var key = run.Json("s.sarif").GetProperty("runs")[0].GetProperty("results")[0].GetProperty("properties")
            .GetProperty("key").GetString()!;
        foreach (var (told, exit) in new[] { (key, ExitCode.Clean), ($"{key} too", ExitCode.Found) })
        {
            Save("named.sarif", SarifText.Of(
                [new("payload", "", run.In("damaged.vera"), "") { Key = told }], "1", Path.GetFullPath(run.Folder)));
            Assert.Equal(exit, Stress("--known", run.In("named.sarif")));
        }
    }

    private ExitCode Stress(params string[] more) => run.Run(["stress", run.Folder, "--vera", vera.Command, .. more]);

    private void Save(string name, string text) => File.WriteAllText(run.In(name), text);
}
