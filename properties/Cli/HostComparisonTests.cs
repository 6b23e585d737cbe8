using System.Runtime.Versioning;
using System.Text.Json;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Targets.Vera;
using Vera.GcStress.Properties.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Microscope;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>
/// Three hosts for one module; the stand-in for Vera compiles a file to what is in it, gives what it is told to, and
/// has a JavaScript runtime in its package.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class HostComparisonTests : IDisposable
{
    private const string NoNode = "there is no Node on the PATH, or no Python";

    private const string Runtime = """
        let given;
        export async function initFromBytes(bytes) {
          const module = await WebAssembly.compile(bytes);
          given = await WebAssembly.instantiate(module, { vera: { print() {} } });
        }
        export const call = (name, ...all) => given.exports[name](...all);
        export const getStdout = () => "";
        export const getExitCode = () => null;
        """;

    private const string Value = "given.exports[name](...all)";

    private readonly CommandLineRun run = new();
    private readonly FakeWorker vera = new();

    public static bool CanRun => FakeWorker.CanRun && Array.Exists(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
        folder => File.Exists(Path.Combine(folder, "node")));

    public static bool CanRunPython => FakeWorker.CanRun;

    public HostComparisonTests()
    {
        Directory.CreateDirectory(run.In("browser"));
        File.WriteAllText(run.In("a.vera"), Miniature.Text);
    }

    public void Dispose()
    {
        vera.Dispose();
        run.Dispose();
    }

    [Fact(Skip = NoNode, SkipUnless = nameof(CanRun))]
    public void Hosts_that_show_the_same_are_no_finding_and_one_that_does_not_is_named()
    {
        var right = Plainly();
        Assert.Equal((ExitCode.Clean, ""), Seen(right, Value));
        Assert.Equal(
            (ExitCode.Found, $"hosts: on node: gives {long.Parse(right, null) + 1}, and plainly {right}"),
            Seen(right, $"{Value} + 1n"));
        Assert.Equal(
            (ExitCode.Found, $"hosts: on python: gives 5, and plainly {right}"),
            Seen("5", Value));
        Assert.Equal(
            (ExitCode.Found, "hosts: on node: fails: TypeError: planted, and plainly ends"),
            Seen(right, "(() => { throw new TypeError('planted') })()"));
    }

    [Fact(Skip = NoNode, SkipUnless = nameof(CanRun))]
    public void Arguments_of_every_type_side_by_side_reach_each_host()
    {
        File.WriteAllText(run.In("a.vera"), Miniature.With(
                "(export \"main\") (result i64)",
                "(export \"main\") (param $byte i32) (param $big i64) (param $flag i32) (param $real f64) (result i64)")
            .Replace("local.get $kept\n    i64.load offset=8", """
                (i64.add
                  (i64.add (i64.extend_i32_u (local.get $byte)) (local.get $big))
                  (i64.add (i64.extend_i32_u (local.get $flag)) (i64.trunc_f64_s (local.get $real))))
                """, StringComparison.Ordinal));
        Assert.Equal(
            (ExitCode.Clean, ""),
            Seen($"{200 - 9_000_000_000_000_000_000 + 1 + 2}", Value, "200", "-9000000000000000000", "true", "2.5"));
        Assert.Equal(ExitCode.Found, Seen("5", Value, "200", "-9000000000000000000", "true", "2.5").Exit);
    }

    [Fact(Skip = NoNode, SkipUnless = nameof(CanRun))]
    public void Node_alone_collects_where_a_schedule_says_and_a_runtime_that_is_none_judges_nothing()
    {
        Write("0", Value);
        Assert.Equal((ExitCode.Clean, "pass"), OnNode());
        File.WriteAllText(run.In("browser/runtime.mjs"), "this is no JavaScript");
        Assert.Equal((ExitCode.Found, "not-run"), OnNode());

        (ExitCode Exit, string? Verdict) OnNode()
        {
            var exit = run.Run(
            [
                "stress", run.In("a.vera"), "--vera", vera.Command, "--host", "node", "--points", "3",
                "--json", run.In("s.json"),
            ]);
            var program = run.Json("s.json").GetProperty("programs").EnumerateArray().Single();
            return (exit, program.GetProperty("verdict").GetString());
        }
    }

    [Fact(Skip = NoNode, SkipUnless = nameof(CanRun))]
    public void What_Node_answers_to_a_run_that_was_given_up_is_no_answer_to_the_next()
    {
        const string Module = """
            (module
              (func (export "slow") (result i64) (i64.const 1))
              (func (export "quick") (result i64) (i64.const 2)))
            """;
        const string Waits = "(name == 'slow' && Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000), ";
        Write("0", $"{Waits}{Value})");
        using var host = NodeHost.Open(run.Folder, TestContext.Current.CancellationToken);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        host.Stop = stop.Token;
        Assert.Throws<OperationCanceledException>(() => Run("slow"));
        host.Stop = TestContext.Current.CancellationToken;
        Assert.Equal("2", Run("quick").Value);

        ModuleRun Run(string function) =>
            host.Run(Module, new(function, [], ""), [CollectionPlan.Natural]).Single();
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRunPython))]
    public void A_saved_case_of_a_host_that_is_not_here_is_not_run_and_says_why()
    {
        Write("0", Value);
        File.Delete(run.In("browser/runtime.mjs"));
        File.WriteAllText(
            run.In("x.case"), "vera-gcstress case 1\ntarget vera\nhost all\nvera 0.1.0 pass\n\nobserve 2\n");
        File.WriteAllText(
            run.In("y.case"),
            "vera-gcstress case 1\ntarget wat\nruntime container\ngc hardened\nexpect pass\n\nobserve 2\n");
        string[] replay = ["replay", run.In("x.case"), run.In("y.case"), "--vera", vera.Command];
        Assert.Equal(ExitCode.Found, run.Run(replay));
        Assert.Equal(ExitCode.Clean, run.Run([.. replay, "--allow-empty"]));
        Assert.Contains("1 as expected, 0 changed, 1 not run", run.Output, StringComparison.Ordinal);
        Assert.Contains("no JavaScript runtime", run.Output, StringComparison.Ordinal);
    }

    /// <summary>What the program gives in this process.</summary>
    private static string Plainly()
    {
        using var module = Vera.GcStress.Targets.Vera.Own.OwnModule.Compile(Miniature.Text);
        var completed = (Vera.GcStress.Targets.Vera.Own.Runs.ModuleEnding.Completed)module.Run(new("main")).Ending;
        return $"{((Vera.GcStress.Targets.Vera.Own.Runs.RunValue.Integer)completed.Value).Value}";
    }

    private (ExitCode Exit, string Found) Seen(string inPython, string inNode, params string[] arguments)
    {
        Write(inPython, inNode, arguments.Length);
        var exit = run.Run(
        [
            "stress", run.In("a.vera"), "--vera", vera.Command, "--host", "all", "--json", run.In("s.json"),
            "--", .. arguments,
        ]);
        var found = run.Json("s.json").GetProperty("findings").EnumerateArray()
            .Select(f => $"{f.GetProperty("oracle").GetString()}: {f.GetProperty("evidence").GetString()}");
        return (exit, string.Join("; ", found));
    }

    private void Write(string inPython, string inNode, int parameters = 0)
    {
        File.WriteAllText(
            run.In("browser/runtime.mjs"), Runtime.Replace(Value, inNode, StringComparison.Ordinal));
        vera.Write($$"""
            #!/usr/bin/env python3
            import json, sys
            print(json.dumps({"version": "0.1.9", "package": {{JsonSerializer.Serialize(run.Folder)}}}), flush=True)
            for line in sys.stdin:
                request = json.loads(line)
                if "compile" in request:
                    print(json.dumps({
                        "wat": request["compile"], "exports": ["main"], "parameters": {"main": ["?"] * {{parameters}}},
                    }), flush=True)
                for plan in request.get("plans", []):
                    print(json.dumps({"function": "main", "stdout": "", "value": "{{inPython}}"}), flush=True)
                print(json.dumps({"done": True}), flush=True)
            """);
    }
}
