using Vera.GcStress.Campaigns;
using Vera.GcStress.Cli;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Trials;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>The matrix tells Vera's history: what was broken is broken, what was mended holds.</summary>
public sealed class MatrixLaws
{
    private static readonly TypeKind[] Scalars = [TypeKind.Int];
    private static readonly TypeKind[] OnTheHeap = [TypeKind.Enum];

    private static readonly Lazy<Matrix> Tried = new(() =>
        new WatMatrix(
            [.. Enum.GetValues<RuntimeKind>()],
            [.. Enum.GetValues<CollectorKind>()],
            [.. Scalars, .. OnTheHeap],
            new TrialOptions { Seeds = [1], CasesMax = 40, ShrinkAttemptsMax = 1 })
        .Run(new MatrixFiles([], null), _ => { }, CancellationToken.None));

    [Fact]
    public void Only_the_host_store_fails_on_the_hardened_collector_and_only_for_what_lies_on_the_heap()
    {
        foreach (var column in Tried.Value.Columns.Where(c => c.Gc == "hardened"))
        {
            var expected = column.Runtime == "host-store" ? OnTheHeap : [];
            Assert.Equal(expected.Select(e => $"{e}"), column.Failing.Select(entry => entry.Element));
            Assert.All(column.Failing, entry => Assert.Equal(OracleName.Reachability, entry.Result.Failure?.Oracle));
        }
    }

    [Fact]
    public void What_a_cell_shows_is_about_its_own_element()
    {
        var failing = Tried.Value.Columns.SelectMany(c => c.Failing).ToArray();
        Assert.NotEmpty(failing);
        Assert.All(failing, entry => Assert.True(
            MatrixFiles.IsAbout(entry.Result.Shrunk!, Enum.Parse<TypeKind>(entry.Element)), $"{entry.Result.Shrunk}"));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void What_a_cell_of_a_release_shows_is_about_its_own_element_too(int op, bool isItsOwn)
    {
        var failing = CaseText.Parse("$0: Set<Enum> = {Red}\n$1: Set<Json> = {JNull}\nobserve $1\n");
        var failure = new Verdict.Fail(OracleName.Agreement, op, new Evidence.LanesDiffer(1, 2));
        Assert.Equal(isItsOwn, VeraMatrix.Shown(TypeKind.Enum, failing, failure) is not null);
        Assert.Equal(!isItsOwn, VeraMatrix.Shown(TypeKind.Json, failing, failure) is not null);
        var failed = VeraMatrixEntry.Empty with { Passed = 1, FailedEager = 1 };
        Assert.False(failed.Holds);
        var shown = failed with { First = VeraMatrix.Shown(TypeKind.Json, failing, failure with { Op = 2 }) };
        Assert.Contains("Set<Json>", VeraMatrixDocument.Of(new(["0.1.9"], [new("Json", [shown])])));
    }

    [Fact]
    public void The_verdict_comes_first_and_the_legend_fits_where_eighty_columns_are_common()
    {
        const int Columns = 80;
        using var shown = new StringWriter { NewLine = "\n" };
        var screen = Screen.Of(shown, TextWriter.Null, Columns);
        MatrixTable.Print(screen, Tried.Value with { Columns = [Tried.Value.Columns[^1]] });
        Assert.StartsWith("1 of 1 way ", $"{shown}", StringComparison.Ordinal);
        Assert.Contains("-: nothing was judged", $"{shown}", StringComparison.Ordinal);
        VeraMatrixTable.Print(new(["0.1.9"], [new("Int", [VeraMatrixEntry.Empty])]), screen);
        Assert.Contains("0 of 1 element type held", $"{shown}", StringComparison.Ordinal);
        Assert.All($"{shown}".Split('\n'), line => Assert.InRange(line.Length, 0, Columns));
    }

    [Fact]
    public void It_comes_first_for_planted_faults_too()
    {
        var options = new TrialOptions { Seeds = [1], CasesMax = 1, ShrinkAttemptsMax = 1 };
        var score = new TrialRunner(options).Run([], _ => { }, CancellationToken.None);
        using var shown = new StringWriter { NewLine = "\n" };
        FaultTable.Print(Screen.Of(shown, TextWriter.Null, 80), [], score, new(0, 0, 0));
        Assert.StartsWith("Mutation score: ", $"{shown}", StringComparison.Ordinal);
        Assert.Contains("cases: drawn until one failed", $"{shown}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_in_which_nothing_was_judged_holds_nothing()
    {
        var column = Tried.Value.Columns[^1];
        var judged = Tried.Value with { Columns = [column] };
        Assert.Null(MatrixTable.WhyEmpty(judged));
        var none = column with
        {
            Entries = [.. column.Entries.Select(e => e with { Result = e.Result with { Runs = [], Failure = null } })],
        };
        Assert.False(none.Holds);
        Assert.Contains(
            "nothing was judged on serialised", MatrixTable.WhyEmpty(judged with { Columns = [none] }),
            StringComparison.Ordinal);
    }

    private static readonly string[] FilledSets = ["Set<Enum> = {Red}", "Set<Json> = {JNull}"];

    [Fact]
    public void A_cell_links_to_a_file_of_its_own_element_or_to_none()
    {
        var heap = HeapChoice.Default with { Runtime = RuntimeKind.HostStore };
        var failure = new Verdict.Fail(OracleName.Reachability, 0, new Evidence.LanesDiffer(1, 2));
        var expect = heap.Header(new Expectation.Fail(OracleName.Reachability));
        var known = FilledSets.Select((text, i) => new ReplayCase(
            $"{i}.case", new(expect, CaseText.Parse($"$0: {text}\nobserve size($0)\n")), heap)).ToArray();
        var files = new MatrixFiles(known, null);
        Assert.Equal("0.case", files.Of(heap, TypeKind.Enum, failure, known[0].File.Case));
        Assert.Equal("1.case", files.Of(heap, TypeKind.Json, failure, known[0].File.Case));
        Assert.Null(files.Of(heap, TypeKind.Record, failure, known[0].File.Case));
    }

    /// <summary>
    /// Since 0.0.159 (#695) scalars lie where Vera's collector scans them, which no release mended (#1382).
    /// </summary>
    [Theory]
    [InlineData("mirror")]
    [InlineData("bucket")]
    public void Scalars_in_scanned_buckets_break_the_heap_under_the_collector_of_vera(string runtime)
    {
        var column = Tried.Value.Columns.Single(c => c.Runtime == runtime && c.Gc == "vera");
        foreach (var element in Scalars)
        {
            Assert.Equal(
                OracleName.Integrity, column.Entries.Single(c => c.Element == $"{element}").Result.Failure?.Oracle);
        }
    }
}
