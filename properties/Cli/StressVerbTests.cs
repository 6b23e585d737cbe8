using System.Runtime.Versioning;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Targets.Vera;
using Vera.GcStress.Properties.Targets.Vera.Linking;
using Vera.GcStress.Properties.Targets.Vera.Microscope;
using Vera.GcStress.Stressing;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Own;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>From programs to an exit code; the stand-in for Vera compiles a file to what is in it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StressVerbTests : IDisposable
{
    internal const string Echo = """
        #!/usr/bin/env python3
        import json, sys
        print(json.dumps({"version": "0.1.9"}), flush=True)
        for line in sys.stdin:
            text = json.loads(line)["compile"]
            answer = {"wat": text, "exports": ["main"]} if text.startswith("(") else {"rejected": "E001 no program"}
            print(json.dumps(answer), flush=True)
            print(json.dumps({"done": True}), flush=True)
        """;

    private const string After = "after the program a collection without any root";

    private static readonly string Damaged = Miniature.With("i64.const 3 ;; a number", "i64.const 188");

    private readonly CommandLineRun run = new();
    private readonly FakeWorker vera = new();

    public static bool CanRun => FakeWorker.CanRun;

    public StressVerbTests() => vera.Write(Echo);

    public void Dispose()
    {
        vera.Dispose();
        run.Dispose();
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void Each_program_has_its_verdict_in_the_order_of_their_names()
    {
        Save("d-forged.vera", "(module (func $alloc))");
        Save("c-rejected.vera", "nothing");
        Save("a-sound.vera", Miniature.Text);
        Save("b-damaged.vera", Damaged);
        Assert.Equal(ExitCode.Found, Stress("--jobs", "2", "--json", run.In("s.json")));
        var programs = run.Json("s.json").GetProperty("programs").EnumerateArray().ToArray();
        Assert.Equal(
            ["pass", "fail", "not-run", "unsupported"], programs.Select(p => p.GetProperty("verdict").GetString()));
        Assert.All(programs.Take(2), p => Assert.True(p.GetProperty("runs").GetInt32() > 20));
        Assert.All(programs.Skip(2), p => Assert.NotEqual("", p.GetProperty("reason").GetString()));
        Assert.Equal(1, run.Json("s.json").GetProperty("rejected").GetInt32());
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void What_the_collector_does_is_latent_and_cured_by_another_collector()
    {
        Save("damaged.vera", Damaged);
        Assert.Equal(ExitCode.Found, Stress("--json", run.In("s.json"), "--sarif", run.In("s.sarif")));
        var finding = run.Json("s.json").GetProperty("findings").EnumerateArray().Single();
        Assert.Equal(
            ("payload", "latent", "gc=hardened"),
            (Text("oracle"), Text("shows"), Text("cure")));
        Assert.Contains("damaged.vera", File.ReadAllText(run.In("s.sarif")), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, Stress("--swap", "gc=hardened"));
        Assert.Contains("vera#1382", Text("cause"), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, Stress("--known", run.In("s.json")));
        Assert.Equal(ExitCode.Clean, Stress("--schedule", "natural"));

        string Text(string name) => finding.GetProperty(name).GetString()!;
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void What_a_collection_keeps_although_there_is_no_root_is_seen_after_the_program()
    {
        Save("kept.vera", Miniature.With(
            "(local.set $at (global.get $gc_stack_base))",
            "(call $mark (i32.add (global.get $gc_heap_start) (i32.const 4))) " +
            "(local.set $at (global.get $gc_stack_base))"));
        Assert.Equal(ExitCode.Found, Stress("--json", run.In("s.json")));
        var finding = run.Json("s.json").GetProperty("findings").EnumerateArray().Single();
        Assert.Equal(
            ("retention", "gc=hardened", $"{After} kept the block at 180 (16 bytes)"),
            (Text("oracle"), Text("cure"), Text("evidence")));

        string Text(string name) => finding.GetProperty(name).GetString()!;
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void What_the_module_does_wrong_by_itself_is_visible()
    {
        Save("rootless.vera", Miniature.With(
            "local.get $sp\n    i32.const 4\n    i32.add\n    global.set $gc_sp\n", "")
            .Replace("(i32.const 60000)", "(i32.const 190)", StringComparison.Ordinal)
            .Replace(
                "i32.const 24\n    call $alloc\n    drop",
                "i32.const 16\n    call $alloc\n    i64.const -1\n    i64.store offset=8",
                StringComparison.Ordinal));
        Assert.Equal(ExitCode.Found, Stress("--json", run.In("s.json")));
        var finding = run.Json("s.json").GetProperty("findings").EnumerateArray().Single();
        Assert.Equal("visible", finding.GetProperty("shows").GetString());
        Assert.Equal("gives -1, and without collections 7", finding.GetProperty("evidence").GetString());
        Assert.Equal(
            "the block of 16 bytes that allocation 1 made in pair is freed by collection 2 in pair; kept, and the " +
            "program is right",
            finding.GetProperty("lost").GetString());
    }

    /// <summary>
    /// The host takes this module, which does not show it the end of the shadow stack, for one of a release whose hosts
    /// root nothing: its set_add loses the new wrapper when the bucket is allocated.
    /// </summary>
    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void What_the_host_does_with_containers_is_cured_by_those_of_the_module()
    {
        var program = ContainerLinkTests.Program
            .Replace("(export \"main\")", "", StringComparison.Ordinal)
            .Replace("(export \"sizes\")", "(export \"main\")", StringComparison.Ordinal);
        Save("unrooted.vera", program);
        Assert.Equal(ExitCode.Found, Stress("--json", run.In("s.json")));
        var findings = run.Json("s.json").GetProperty("findings").EnumerateArray().ToArray();
        Assert.Contains(findings, one => one.GetProperty("cure").GetString() == "containers=container");
        Assert.Equal(ExitCode.Found, Stress("--swap", "gc=hardened"));
        Assert.Equal(ExitCode.Clean, Stress("--swap", "containers=container"));
        Assert.Equal(ExitCode.Clean, Stress("--swap", "containers=container", "--swap", "gc=hardened"));
        Save("unrooted.vera", program.Replace("\"print\"", "\"html_parse\"", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Found, Stress("--swap", "containers=container"));
        Assert.Contains("unsupported", run.Output, StringComparison.Ordinal);
        Assert.Contains("it calls html_parse", run.Output, StringComparison.Ordinal);
    }

    /// <summary>The stand-in takes a program with the word 'wrong' for one that the collector damages.</summary>
    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void A_program_becomes_smaller_while_the_same_is_seen_in_it()
    {
        vera.Write(Echo.Replace("text = json.loads(line)[\"compile\"]", $"""
            source = json.loads(line)["compile"]
                text = {Python(Damaged)} if "wrong" in source else {Python(Miniature.Text)}
            """, StringComparison.Ordinal));
        Save("a.vera", "public fn main(-> @Unit) requires(true) effects(pure) { let @Int = 1; wrong(2) }");
        Assert.Equal(ExitCode.Clean, run.Run(["shrink", run.In("a.vera"), "--vera", vera.Command, "--quiet"]));
        Assert.Equal(
            "public fn main(-> @Unit)\n  requires(true)\n  effects(pure)\n{\n  wrong(0)\n}\n",
            File.ReadAllText(run.In("a.small.vera")));
        Assert.Contains("payload", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, run.Run(["explain", run.In("a.vera"), "--as", "issue", "--vera", vera.Command]));
        Assert.Matches(
            "(?s)^# GC changes the payload.*```vera\n.*  wrong\\(0\\)\n.*```.*Expected:.*Seen.*" +
            "saved as `a.small.vera`.*vera run a.small.vera\n.*" +
            "latent.*Mechanism:.*changed the block at 180.*Layer:.*gc=hardened.*Cause:.*vera#1382",
            run.Output[run.Output.IndexOf('#', StringComparison.Ordinal)..]);

        static string Python(string text) => System.Text.Json.JsonSerializer.Serialize(text);
    }

    /// <summary>The stand-in's checker takes a program with the word 'broken', and no engine its module.</summary>
    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void An_issue_is_made_of_a_program_that_has_no_module()
    {
        vera.Write(Echo.Replace(
            "\"E001 no program\"",
            "\"WAT compilation failed: unknown tag\" if \"broken\" in text else \"E001\"", StringComparison.Ordinal));
        Save("a.vera", "public fn main(-> @Unit) requires(true) effects(pure) { let @Int = 1; broken(2) }");
        Assert.Equal(ExitCode.Clean, run.Run(["explain", run.In("a.vera"), "--as", "issue", "--vera", vera.Command]));
        Assert.Matches(
            "(?s)# No engine takes.*broken\\(2\\)\n}.*Expected:.*Seen.*unknown tag.*Vera's own host shows the same",
            run.Output);
        Save("b.vera", "public fn main(-> @Unit) requires(true) effects(pure) { rejected(2) }");
        Assert.Equal(ExitCode.Usage, run.Run(["explain", run.In("b.vera"), "--as", "issue", "--vera", vera.Command]));
    }

    [Fact]
    public void Functions_with_parameters_are_given_small_values_of_their_types()
    {
        const string Source = "fn f(@Array<Int> -> @Int) x public fn g(@Int,\n  @String -> @Int) x fn h(-> @Int)";
        Assert.Equal(["3", "text"], DefaultArguments.For(DefaultArguments.TypesOf(Source, "g"))!.Value);
        Assert.Empty(DefaultArguments.For(DefaultArguments.TypesOf(Source, "h"))!.Value);
        Assert.Null(DefaultArguments.For(DefaultArguments.TypesOf(Source, "f")));
    }

    /// <summary>The compiler says what it takes, as on Vera's own command line; the words are the program's.</summary>
    [Theory]
    [InlineData(null, "5", "-7", "1", "true")]
    [InlineData("f takes Int as argument 2, not '1.5'", "5", "1.5", "1", "true")]
    [InlineData("f takes Int as argument 2, not 'x\\ny'", "5", "x\ny", "1", "true")]
    [InlineData("f takes Float64 as argument 3, not 'x'", "5", "7", "x", "true")]
    [InlineData("f takes Bool as argument 4, not 'maybe'", "5", "7", "1.5", "maybe")]
    [InlineData("f takes 4 arguments, not 1", "5")]
    public void An_argument_that_its_parameter_does_not_take_is_told_by_its_type(string? why, params string[] given)
    {
        var program = new CompiledProgram("", ["f"], new Dictionary<string, IReadOnlyList<string>>
        {
            ["f"] = ["i32_pair", "i64", "f64", "i32"],
        }, []);
        var choice = new FunctionChoice(
            new StressOptions { Function = "f", Arguments = [.. given] }, program,
            "public fn f(@String, @Int, @Float64, @Bool -> @Int)");
        Assert.Equal(why, choice.WhyNot());
    }

    /// <summary>A number is a text where a text is taken, and a whole number a float.</summary>
    [Fact]
    public void Arguments_are_what_their_parameters_take()
    {
        const string Module = """
            (module (memory (export "memory") 1)
              (func (export "alloc") (param i32) (result i32) (i32.const 1024))
              (func (export "f") (param i32 i32 f64) (result i64)
                (i64.add (i64.extend_i32_u (local.get 1)) (i64.trunc_f64_s (local.get 2)))))
            """;
        using var host = new OwnHost();
        var run = Assert.Single(host.Run(
            Module, new("f", ["55", "2"], "") { Types = ["i32_pair", "f64"] },
            [CollectionPlan.Natural with { Checks = false }]));
        Assert.Equal("4", run.Value);
    }

    [Theory(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    [InlineData("no such file", "stress", "/nowhere.vera")]
    [InlineData("a case, and no Vera program", "stress", "a.case")]
    [InlineData("unknown host", "stress", "a.vera", "--host", "moon")]
    [InlineData("no JavaScript runtime", "stress", "a.vera", "--host", "node")]
    [InlineData("unknown swap", "stress", "a.vera", "--swap", "gc=none")]
    [InlineData("no results of stress or fuzz (--json or --sarif)", "stress", "a.vera", "--known", "a.vera")]
    [InlineData("a.case", "stress", "a.vera", "--known", "a.case")]
    public void Misuse_is_one_line(string said, params string[] arguments)
    {
        string[] files = ["a.vera", "a.case"];
        Array.ForEach(files, file => Save(file, "nothing"));
        Assert.Equal(
            ExitCode.Usage,
            run.Run([.. arguments.Select(a => files.Contains(a) ? run.In(a) : a), "--vera", vera.Command]));
        Assert.Contains(said, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private ExitCode Stress(params string[] more) => run.Run(["stress", run.Folder, "--vera", vera.Command, .. more]);

    private void Save(string name, string text) => File.WriteAllText(run.In(name), text);
}
