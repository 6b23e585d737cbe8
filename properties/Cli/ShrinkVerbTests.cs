using System.Runtime.Versioning;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Targets.Vera;
using Vera.GcStress.Repros;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>What a person wrote stays; what a campaign left gets done.</summary>
public sealed class ShrinkVerbTests : IDisposable
{
    private const string Failing = "schedule at 4\nobserve elements(call(({JNull} : Set<Json>)))\n";

    private readonly CommandLineRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void The_smaller_case_goes_beside_the_file_and_keeps_what_people_wrote()
    {
        var path = Save("x.case", "# why it matters\nfault sweep-skip\n", "# of an op\n" + Failing + "churn 3 8\n");
        var before = File.ReadAllText(path);
        Assert.Equal(ExitCode.Clean, run.Run("shrink", path));
        Assert.Equal(before, File.ReadAllText(path));
        var small = File.ReadAllText(run.In("x.small.case"));
        Assert.Contains("# why it matters\n", small, StringComparison.Ordinal);
        Assert.Contains("fault sweep-skip\n", small, StringComparison.Ordinal);
        Assert.Contains("\n\n# of an op\n", small, StringComparison.Ordinal);
        Assert.DoesNotContain("churn", small, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, run.Run("replay", run.In("x.small.case")));

        // Again, and nothing that lies there is replaced.
        Assert.Equal(ExitCode.Clean, run.Run("shrink", path));
        Assert.Equal(small, File.ReadAllText(run.In("x.small.case")));
        Assert.True(File.Exists(run.In("x.small-2.case")));
    }

    public static bool CanRunVera => FakeWorker.CanRun;

    [Fact]
    public void Nothing_is_written_where_nothing_got_smaller()
    {
        var path = Save("x.case", "", Failing);
        Assert.Equal(ExitCode.Clean, run.Run("shrink", path, "--in-place"));
        var smallest = File.ReadAllText(path);
        Assert.Equal(ExitCode.Clean, run.Run("shrink", path, "--in-place"));
        Assert.Equal(ExitCode.Clean, run.Run("shrink", path));
        Assert.Equal(smallest, File.ReadAllText(path));
        Assert.Contains("nothing changed, nothing written", run.Output, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(run.Folder));
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRunVera))]
    [UnsupportedOSPlatform("windows")]
    public void A_smallest_case_of_a_real_Vera_gets_its_program_in_place()
    {
        using var vera = new FakeCompiler();
        var path = run.In("x.case");
        File.WriteAllText(
            path,
            "vera-gcstress case 1\ntarget vera\nhost own\nexpect fail termination\n\n" +
            $"observe {FakeCompiler.Invalid}\n");
        var exit = run.Run("shrink", path, "--in-place", "--vera", vera.Command);
        Assert.True(exit == ExitCode.Clean, run.Output + string.Join("\n", run.ErrorLines));
        Assert.Contains("nothing changed", run.Output, StringComparison.Ordinal);
        Assert.Contains(FakeCompiler.Invalid, File.ReadAllText(run.In("x.vera")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_that_took_nothing_is_not_said_to_hold_the_result()
    {
        const string full = "/dev/full";
        Assert.SkipUnless(Path.Exists(full), "no device here that is always full");
        Assert.Equal(ExitCode.Usage, run.Run("shrink", Save("x.case", "", Failing), "-o", full));
        var told = Assert.Single(run.ErrorLines, line => !line.Contains("cases tried", StringComparison.Ordinal));
        Assert.StartsWith($"{full}: cannot be written", told, StringComparison.Ordinal);
        Assert.StartsWith("1 op before, 1 now", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(full, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void In_place_the_case_is_replaced_and_comments_and_releases_stay()
    {
        var path = Save("x.case", "# mine\n", Failing + "put 1\nchurn 3 8\n");
        Assert.Equal(ExitCode.Clean, run.Run("shrink", path, "--in-place"));
        Assert.Equal([path], Directory.GetFiles(run.Folder));
        Assert.Contains("# mine\n", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.DoesNotContain("churn", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, run.Run("shrink", path, "--in-place", "-o", run.In("y.case")));
    }

    [Fact]
    public void Whoever_asks_for_the_end_finds_the_file_as_it_was()
    {
        var path = Save("x.case", "", Failing + "churn 3 8\n");
        var before = File.ReadAllText(path);
        Assert.Equal(
            ExitCode.Interrupted, run.Run(new CancellationToken(canceled: true), "shrink", path, "--in-place"));
        Assert.Equal(before, File.ReadAllText(path));
    }

    [Fact]
    public void A_case_that_becomes_one_of_another_type_says_so()
    {
        var map = "$0: Map<Nat, Json> = {1: JNull}\nallocate 64\n";
        var path = Save("x.case", "", "schedule eager\n" + map + "observe elements(call(({JNull} : Set<Json>)))\n");
        Assert.Equal(ExitCode.Clean, run.Run("shrink", path));
        var small = CaseFile.Read(run.In("x.small.case"));
        Assert.DoesNotContain("Map<Nat, Json>", $"{small.Case}", StringComparison.Ordinal);
        Assert.Contains(
            "note: the case was about Map<Nat, Json> and is about Set<", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_folder_every_finding_is_taken_that_a_killed_campaign_left()
    {
        var left = Save("left.case", "found seed 1 case 4, 9 ops, not shrunk\n", Failing + "put 1\nchurn 3 8\n");
        Save("again.case", "found seed 1 case 7, 9 ops, not shrunk\n", Failing + "observe 1\nchurn 2 8\n");
        var noted = Save("noted.case", "# keep\nfound seed 1 case 9, 3 ops, cut short\n", Failing + "churn 5 8\n");
        var done = Save("done.case", "found seed 2 case 1, shrunk to 1, minimal\n", Failing + "churn 1 8\n");
        Assert.Equal(ExitCode.Clean, run.Run("shrink", run.Folder));
        Assert.Contains("3 findings shrunk of 3", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(left));
        Assert.True(File.Exists(noted));
        Assert.True(File.Exists(done));
        var made = Assert.Single(Directory.GetFiles(run.Folder, "host-store-*.case"));
        Assert.Contains(", minimal\n", File.ReadAllText(made), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, run.Run("replay", made));
    }

    private string Save(string name, string header, string body)
    {
        File.WriteAllText(
            run.In(name),
            "vera-gcstress case 1\ntarget wat\nruntime host-store\ngc hardened\nexpect fail reachability\n" +
            $"{header}\n{body}");
        return run.In(name);
    }
}
