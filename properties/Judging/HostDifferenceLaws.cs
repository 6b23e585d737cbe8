using System.Text;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Model;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

/// <summary>What one host of a real Vera shows and another does not is a failure of a kind of its own.</summary>
public sealed class HostDifferenceLaws
{
    private const string Reading = "$0: Set<Json> = {parse(Json, \"1\")}\nobserve size($0)";

    [Theory]
    [InlineData("observe 1", "1", null, null)]
    [InlineData("observe 1", "2", OracleName.Hosts, "on node: ")]
    [InlineData("schedule at 3\nobserve 1", "2", OracleName.Hosts, "on node: ")]
    [InlineData(Reading, "2", OracleName.Decode, "on node: ")]
    [InlineData(Reading, null, OracleName.Hosts, "on node: ")]
    public void A_host_that_differs_is_named_and_what_it_reads_otherwise_is_told_apart(
        string text, string? shown, OracleName? oracle, string? evidence)
    {
        var stressCase = CaseText.Parse(text);
        using var rig = new TestRig(JudgeOf("1"), null)
        {
            Hosts = [("python", JudgeOf("1")), ("node", JudgeOf(shown))],
        };
        var failure = rig.Try(stressCase, Lane.Both) as Verdict.Fail;
        Assert.Equal(oracle, failure?.Oracle);
        Assert.StartsWith(evidence ?? "", $"{failure?.Evidence}", StringComparison.Ordinal);
        Assert.Null(rig.CureOf(stressCase));
    }

    [Fact]
    public void What_fails_on_the_first_host_is_no_difference()
    {
        using var rig = new TestRig(JudgeOf("2"), null) { Hosts = [("node", JudgeOf("3"))] };
        var failure = Assert.IsType<Verdict.Fail>(rig.Try(CaseText.Parse("observe 1"), Lane.Both));
        Assert.Equal(OracleName.Agreement, failure.Oracle);
    }

    private static Judge JudgeOf(string? shown) =>
        new(new Showing(shown), ModelRun.NewModel(), OracleSet.Agreement | OracleSet.Termination);

    /// <summary>Observes the same whatever it runs; null is a trap.</summary>
    private sealed class Showing(string? shown) : ITarget
    {
        public int HeapStart => HandMadeHeap.Start;

        public Execution Run(StressCase stressCase, IWatcher? watcher = null)
        {
            if (shown is not null)
            {
                watcher?.Observed(stressCase.Ops.Length - 1, Encoding.ASCII.GetBytes(shown));
            }

            return new(
                shown is null ? new Outcome.Trapped(0, new(TrapReason.Vera, "it failed")) : new Outcome.Completed(),
                new Transcript(), new Transcript(), new RunStats(1, 0, 0, 0, 0));
        }
    }
}
