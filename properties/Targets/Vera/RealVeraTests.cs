using System.Diagnostics;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Documents;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Cli;
using Vera.GcStress.Properties.Explaining;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Targets.Vera.Sources;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera;

/// <summary>
/// Laws that need a Vera: set VERA_GCSTRESS_PYTHON to a Python that can import it, or put vera on the PATH.
/// </summary>
public sealed class RealVeraTests
{
    private const string NoVera = "no Vera is installed (VERA_GCSTRESS_PYTHON is not set and no vera is on the PATH)";

    public static bool Installed => VeraCommand.IsInstalled;

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void Drawn_cases_are_what_the_model_says()
    {
        using var target = Open();
        Assert.SkipUnless(target.Version >= new VeraVersion(0, 0, 194), "older releases have bugs of their own");
        StressCase[] cases =
        [
            .. PrintedCases.Sound(new CollectionSchedule.Natural(), 30),
            .. PrintedCases.Sound(new CollectionSchedule.Eager(), 10),
        ];
        var judge = new Judge(
            target, new ReferenceModel(target.HeapStart, Parse, seesCaptures: false),
            OracleSet.Agreement | OracleSet.Termination);
        target.Prefetch(cases);
        var verdicts = cases.Select(one => judge.Try(one).Verdict).ToArray();
        Assert.All(verdicts.Zip(cases), v => Assert.False(v.First is Verdict.Fail, $"{v.First}\n{v.Second}"));
        Assert.True(verdicts.Count(v => v is Verdict.Pass) > cases.Length / 2);
    }

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void The_host_store_bug_is_found_where_it_is()
    {
        using var target = Open();
        Assert.SkipUnless(target.Version < new VeraVersion(0, 0, 159), "fixed in 0.0.159");
        var stressCase = CaseText.Parse("""
            $0: Set<Record> = call({MkRecord(5, "xy")})
            allocate 20000
            churn 200 24
            observe $0
            """);
        var judge = new Judge(
            target, new ReferenceModel(target.HeapStart, Parse, seesCaptures: false),
            OracleSet.Agreement | OracleSet.Termination);
        Assert.IsType<Verdict.Fail>(judge.Try(stressCase).Verdict);
    }

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void Known_failures_are_as_their_files_say()
    {
        using var run = new CommandLineRun();
        Assert.Equal(ExitCode.Clean, run.Run("replay", "--target", "vera", Explained.PathOf("vera"), "--jobs", "1"));
        Assert.DoesNotContain("not run", run.Output, StringComparison.Ordinal);
    }

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void A_campaign_finds_what_every_release_does_wrong_and_leaves_a_program_of_it()
    {
        using var run = new CommandLineRun();
        var folder = run.In("out");
        Assert.Equal(ExitCode.Found, run.Run(
            "fuzz", "--target", "vera", "--elements", "Byte", "--containers", "set", "--schedule", "natural",
            "--ops", "6", "--cases", "16", "--jobs", "1", "--quiet", "--out", folder));
        Assert.Empty(run.Errors);
        var saved = Assert.Single(Directory.GetFiles(folder, "*-agreement-*.case"));
        Assert.Contains("observe", File.ReadAllText(saved), StringComparison.Ordinal);
        var program = File.ReadAllText(Path.ChangeExtension(saved, ".vera"));
        Assert.StartsWith("-- Written by vera-gcstress", program, StringComparison.Ordinal);
        Assert.Contains("public fn main(-> @Unit)", program, StringComparison.Ordinal);

        var advice = run.Output.Split('\n').Where(line => line.Contains(Path.GetFileNameWithoutExtension(saved)));
        Assert.Collection(
            advice,
            replay => Assert.Equal(ExitCode.Clean, run.Run(CommandLineRun.WordsFrom("replay", replay))),
            alone => Assert.Contains($" run {Path.ChangeExtension(saved, ".vera")}", alone));
    }

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void A_campaign_that_finds_what_is_on_file_is_clean()
    {
        using var run = new CommandLineRun();
        Assert.Equal(ExitCode.Clean, run.Run(
            "fuzz", "--target", "vera", "--elements", "Byte", "--containers", "set", "--schedule", "natural",
            "--ops", "6", "--cases", "16", "--jobs", "1", "--quiet", "--out", run.In("out"),
            "--known", Explained.PathOf("vera")));
        Assert.Contains("Known: agreement", run.Output, StringComparison.Ordinal);
    }

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void A_findings_file_the_document_and_the_merged_one_say_the_same_of_what_it_takes_to_see_it()
    {
        using var run = new CommandLineRun();
        Assert.Equal(ExitCode.Found, run.Run(
            "fuzz", "--target", "vera", "--elements", "Byte", "--containers", "set", "--schedule", "natural",
            "--ops", "6", "--cases", "16", "--jobs", "1", "--quiet", "--out", run.In("out"),
            "--json", run.In("f.json"), "--state", run.In("state")));
        Assert.Equal(ExitCode.Found, run.Run("merge", run.In("state"), "-o", run.In("all")));
        Assert.All(run.Json("f.json").GetProperty("findings").EnumerateArray(), finding =>
        {
            var file = finding.GetProperty("file").GetString()!;
            var saved = File.ReadAllText(file);
            Assert.Contains(
                $"\nshows {finding.GetProperty("shows").GetString()}\n", saved, StringComparison.Ordinal);
            Assert.Equal(saved, File.ReadAllText(run.In($"all/findings/{Path.GetFileName(file)}")));
        });
    }

    [Theory(Skip = NoVera, SkipUnless = nameof(Installed))]
    [InlineData("state-is-no-root", "visible.*the block of 24 bytes that allocation 2 made.*State cell")]
    [InlineData("integers-that-look-like-pointers", "gc=hardened it is gone.*changed the block.*#1382")]
    public void The_report_on_a_case_says_what_it_takes_to_see_it_and_what_becomes_of_which_block(
        string name, string told)
    {
        using var run = new CommandLineRun();
        var saved = Path.Combine(Repository.Root, "repro", "vera", $"{name}.case");
        var vera = Environment.GetEnvironmentVariable("VERA_GCSTRESS_PYTHON") ?? "vera";
        Assert.Equal(ExitCode.Clean, run.Run("explain", saved, "--vera", vera));
        Assert.Matches($"(?s)^FAIL.*{told}", run.Output);
    }

    /// <summary>What it means is known of a case alone.</summary>
    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void An_issue_is_made_of_wrong_code_too()
    {
        using var run = new CommandLineRun();
        var saved = Path.Combine(Repository.Root, "repro", "vera", "byte-items-of-a-set.case");
        Assert.Equal(ExitCode.Clean, run.Run("explain", saved, "--as", "issue", "--time", "20s"));
        Assert.Matches("(?s)# A program prints something wrong.*prints '#0 .1, 2.*prints '#0 .1, 0", run.Output);
    }

    /// <summary>A schedule says less than a run: a case that collects at each allocation may be a latent bug.</summary>
    [Theory(Skip = NoVera, SkipUnless = nameof(Installed))]
    [InlineData("observe block((Some({addr(1), addr(523)}) : Option<Set<Int>>), 0)", "latent, it takes")]
    [InlineData(
        "$0: String = argument(\"a\")\n$1: String = argument(\"b\")\nobserve (Tuple($0, $1) : Tuple<String, String>)",
        "--fn main -- a b")]
    public void An_issue_is_made_of_what_a_case_shows_whatever_its_schedule_says(string ops, string told)
    {
        using var run = new CommandLineRun();
        var saved = run.In("x.case");
        File.WriteAllText(
            saved, $"vera-gcstress case 1\ntarget vera\nvera 0.1.9 fail agreement\n\nschedule eager\n{ops}\n");
        Assert.Equal(ExitCode.Clean, run.Run("explain", saved, "--as", "issue", "--time", "20s"));
        Assert.Contains(told, run.Output, StringComparison.Ordinal);
    }

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void A_case_that_Vera_rejects_does_not_take_others_with_it()
    {
        using var target = Open();
        var good = CaseText.Parse("observe ({1, 2} : Set<Int>)");
        var rejected = CaseText.Parse("put \"a\"\nobserve (state : String)");
        var runs = target.RunMany([good, rejected, good]);
        Assert.IsType<Outcome.Completed>(runs[0].Outcome);
        Assert.IsType<Outcome.Unsupported>(runs[1].Outcome);
        Assert.IsType<Outcome.Completed>(runs[2].Outcome);
    }

    [Theory(Skip = NoVera, SkipUnless = nameof(Installed))]
    [InlineData(VeraHost.Own)]
    [InlineData(VeraHost.Python)]
    public void A_case_of_which_Vera_makes_no_valid_module_fails_by_itself(VeraHost host)
    {
        using var target = InstalledVera.Open(null, Parse, host);
        var good = CaseText.Parse("observe ({1, 2} : Set<Int>)");
        var invalid = CaseText.Parse("observe try(Int, if(false, fold(({} : Set<Int>), 0, 0), throw(0)), {})");
        var runs = target.RunMany([good, invalid, good]);
        Assert.IsType<Outcome.Completed>(runs[0].Outcome);
        Assert.Contains("is not valid", Assert.IsType<Outcome.Trapped>(runs[1].Outcome).Why.Text);
        Assert.IsType<Outcome.Completed>(runs[2].Outcome);
    }

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void A_program_prints_what_its_comment_expects_floats_too()
    {
        var folder = Directory.CreateTempSubdirectory("floats-").FullName;
        var path = Path.Combine(folder, "x.case");
        File.WriteAllText(
            path,
            "vera-gcstress case 1\ntarget vera\nvera 0.1.0 pass\n\n" +
            "observe ([1.5, 0.1, -2.0, 1000000000000000.0, 1E+300, 0.25, -0.0] : Array<Float64>)\n");
        using var target = Open();
        var file = CaseFile.Read(path);
        var text = VeraFile.Print(path, file, target).Text;
        Directory.Delete(folder, recursive: true);
        var expected = text.Split('\n').First(line => line.StartsWith("--     #0 ", StringComparison.Ordinal));
        Assert.Contains("[3p-1, ", expected, StringComparison.Ordinal);
        using var runner = VeraCommand.Find(null, python => new ProgramRunner(python));
        var seen = runner.RunProgram(text, file.Case, runner.HeapStartOf(text)!.Value).Output;
        Assert.Equal(expected["--     ".Length..], seen.TrimEnd());
    }

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void Closures_hold_closures_and_are_held()
    {
        using var target = Open();
        var stressCase = CaseText.Parse("""
            $0: Closure<Closure<Int>> = closure(closure(7))
            $1: Closure<Set<Closure<Int>>> = closure({closure(1)})
            $2: Set<Closure<Closure<Int>>> = {$0, call(closure(closure(8)))}
            allocate 20000
            observe $0
            observe $1
            """);
        var judge = new Judge(
            target, new ReferenceModel(target.HeapStart, Parse, seesCaptures: false),
            OracleSet.Agreement | OracleSet.Termination);
        Assert.IsType<Verdict.Pass>(judge.Try(stressCase).Verdict);
    }

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void Plain_documents_are_read_alike()
    {
        using var target = Open();
        StressCase[] cases =
        [
            .. from type in new[] { VeraType.HtmlNode, VeraType.MdBlock }
               from document in PlainDocuments.Of(type)
               select new StressCase(
                   [new Op.Observe(new Expr.Parse(type, document))], new CollectionSchedule.Natural(), HeapState.Empty),
        ];
        target.Prefetch(cases);
        Assert.All(cases, c => Assert.IsType<Outcome.Completed>(target.Run(c).Outcome));
    }

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void Programs_are_as_the_formatter_leaves_them()
    {
        using (var target = Open())
        {
            Assert.SkipUnless(target.Version >= PrintedCases.Newest, "older formatters differ");
        }

        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "case.vera");
            foreach (var stressCase in PrintedCases.Sound(new CollectionSchedule.Natural(), 60))
            {
                var source = VeraSource.Print(stressCase);
                File.WriteAllText(file, source);
                Assert.Equal(source, Formatted(file), ignoreLineEndingDifferences: true);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static VeraTarget Open() => InstalledVera.Open(null, Parse);

    private static Expr? Parse(VeraType type, string document) =>
        DocumentParser.TryParse(type, document, out var tree, out _) ? tree : null;

    private static string Formatted(string file)
    {
        var start = new ProcessStartInfo(VeraCommand.Words(null)[0], [.. VeraCommand.Words(null).Skip(1), "fmt", file])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        return process.StandardOutput.ReadToEnd();
    }
}
