using Vera.GcStress.Campaigns;
using Vera.GcStress.Coverage;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Generation;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets.Wat;
using Xunit;

namespace Vera.GcStress.Properties.Campaigns;

/// <summary>A campaign says of each construct how many cases were judged, failed or were unsupported.</summary>
public class ConstructLaws
{
    private static readonly Verdict.Fail Failure =
        new(OracleName.Agreement, 0, new Evidence.MissingObservation(0, "1"));

    private static readonly Verdict[] Ways =
    [
        new Verdict.Pass(), Failure, new Verdict.Unsupported("no"), new Verdict.Inconclusive("long"),
        new Verdict.Pass(), // And fails with another schedule.
    ];

    private static readonly CampaignOptions Options = new(1, DrawnCases.Options, Headers.Of(WatOptions.Default));

    private static readonly StressCase[] Cases = [.. DrawnCases.Of(DrawnCases.Options, 60)];

    [Fact]
    public void What_became_of_a_case_counts_for_each_construct_that_it_has()
    {
        var report = Counted(Cases);
        Assert.Equal(Cases.Length, report.Cases);
        Assert.All(report.Constructs.Rows(), row =>
        {
            Assert.Equal(Having(row.Name, 0, 1, 4), row.Judged);
            Assert.Equal(Having(row.Name, 1, 4), row.Failed);
            Assert.Equal(Having(row.Name, 2), row.Unsupported);
        });
        Assert.True(report.Constructs.Rows().Count(row => row is { Failed: > 0, Unsupported: > 0 }) > 50);
    }

    [Fact]
    public void The_counts_of_the_parts_of_a_campaign_add_up_to_its_own_on_a_disk_too()
    {
        var (one, other) = (Counted(Cases[..35]), Counted(Cases[35..]));
        var whole = Counted(Cases).Constructs.Rows();
        Assert.Equal(whole, ConstructTally.Of(one.Counts.Plus(other.Counts).Constructs).Rows());
        var restored = new CampaignReport(Options);
        restored.Restore(one.Counts);
        restored.Add(other);
        Assert.Equal(whole, restored.Constructs.Rows());
    }

    private static CampaignReport Counted(IEnumerable<StressCase> cases)
    {
        var report = new CampaignReport(Options);
        foreach (var (way, drawn) in cases.Select((drawn, i) => (i % Ways.Length, drawn)))
        {
            report.Count(way, drawn, new Judgement(Ways[way]), compiled: false);
            report.Count(drawn, Ways[way], new(way == 4 ? new(Failure, drawn, 1) : null, null));
        }

        return report;
    }

    private static int Having(string construct, params int[] ways) => Cases.Where(
        (drawn, i) => ways.Contains(i % Ways.Length) && Axes.AxesOf(drawn).Names().Contains(construct)).Count();
}
