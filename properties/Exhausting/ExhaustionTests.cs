using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Coverage;
using Vera.GcStress.Exhausting;
using Vera.GcStress.Properties.Cli;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Triage;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Exhausting;

/// <summary>Small programs find what small programs can, and say so the same way however they are run.</summary>
public class ExhaustionTests
{
    [Fact]
    public void No_program_of_two_ops_fails_on_the_container()
    {
        var report = Run(WatOptions.Default, new(2, SmallScope.Of(ContainerChoice.Both)) { Jobs = 2 });

        Assert.Empty(report.Findings);
        Assert.Equal((report.Programs, 0L, null), (report.Tried, report.Unjudged, report.Next));
        Assert.True(report.Runs > 5 * report.Programs, $"{report.Runs} runs of {report.Programs} programs");
    }

    [Theory]
    [InlineData("contents-invisible", 1)]
    [InlineData("entry-unrooted", 1)]
    [InlineData("collision-lost", 2)]
    [InlineData("stale-after-removal", 2)]
    [InlineData("order-lost", 2)]
    [InlineData("forget-mark", 1)]
    public void What_is_planted_is_found_in_few_ops(string fault, int ops)
    {
        var planted = WatOptions.Default with { Parts = FaultCatalogue.PartsOf(fault) };

        Assert.NotEmpty(Run(planted, new(ops, SmallScope.Of(ContainerChoice.Both))).Findings);
    }

    [Fact]
    public void Threads_and_shards_change_nothing()
    {
        var planted = WatOptions.Default with { Parts = FaultCatalogue.PartsOf("collision-lost") };
        var options = new ExhaustOptions(2, SmallScope.Of(ContainerChoice.Both));
        var whole = Run(planted, options);
        var threads = Run(planted, options with { Jobs = 3 });
        var shards = Enumerable.Range(1, 3).Select(i => Run(planted, options with { Shard = (i, 3) })).ToList();

        Assert.Equal(
            whole with { Elapsed = default, Findings = [] }, threads with { Elapsed = default, Findings = [] });
        Assert.Equal(whole.Findings.AsEnumerable(), threads.Findings);
        Assert.Equal(
            (whole.Tried, whole.Runs, whole.Failed),
            (shards.Sum(s => s.Tried), shards.Sum(s => s.Runs), shards.Sum(s => s.Failed)));
        Assert.Equal(whole.Findings[0].Number, shards.SelectMany(s => s.Findings).Min(f => f.Number));
    }

    [Fact]
    public void Who_goes_on_from_a_number_comes_to_the_rest()
    {
        var options = new ExhaustOptions(2, SmallScope.Of(ContainerChoice.Set));
        var whole = Run(WatOptions.Default, options);
        var rest = Run(WatOptions.Default, options with { From = 50 });

        Assert.Equal(whole.Tried - 50, rest.Tried);
    }

    [Fact]
    public void The_verb_ends_as_what_it_found_says_and_saves_it()
    {
        using var run = new CommandLineRun();

        var clean = run.Run("exhaust", "--ops", "1", "--out", run.In("found"), "--json", run.In("clean.json"));
        Assert.Equal(ExitCode.Clean, clean);
        Assert.StartsWith("No program of up to 1 ops fails", run.Output, StringComparison.Ordinal);
        var json = run.Json("clean.json");
        Assert.Equal(json.GetProperty("programs").GetInt64(), json.GetProperty("tried").GetInt64());

        var found = run.Run("exhaust", "--ops", "1", "--runtime", "host-store", "--out", run.In("found"));
        Assert.Equal(ExitCode.Found, found);
        Assert.NotEmpty(Directory.GetFiles(run.In("found")));
        Assert.Equal(ExitCode.Clean, run.Run("replay", run.In("found")));
    }

    private static ExhaustReport Run(WatOptions heap, ExhaustOptions options) =>
        new Exhaustion(options, () => Lanes.RigOf(heap), new HeapSignatures().ShapeOf)
            .Run(null, TestContext.Current.CancellationToken);
}
