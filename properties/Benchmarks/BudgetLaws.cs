using Vera.GcStress.Benchmarks;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Cli.Verbs;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Benchmarks;
using Xunit;

namespace Vera.GcStress.Properties.Benchmarks;

/// <summary>What the bench promises is held against what it measured, and no figure says what cannot be.</summary>
public class BudgetLaws
{
    [Theory]
    [InlineData(1.0, 2.5, true)]
    [InlineData(1.0, 1.5, false)]
    public void A_missed_budget_is_marked_and_told(double alone, double judged, bool isMissed)
    {
        var score = Score(alone, judged, ("run", 1));
        Assert.Equal(isMissed, BenchRatio.Missed(score).Any());
        using var shown = new StringWriter();
        BenchTable.Print(Screen.Of(shown, TextWriter.Null), score);
        Assert.StartsWith(
            isMissed ? "1 of 1 budget missed" : "1 budget: all kept", $"{shown}", StringComparison.Ordinal);
        Assert.Contains(BenchNames.HowMeasured, $"{shown}", StringComparison.Ordinal);
        using var told = new StringWriter();
        Assert.Equal(
            isMissed ? ExitCode.Found : ExitCode.Clean, BenchVerb.Required(score, Screen.Of(TextWriter.Null, told)));
        Assert.Equal(isMissed, $"{told}".StartsWith("missed: ", StringComparison.Ordinal));
        Assert.Contains(
            $"\"holds\": {(isMissed ? "false" : "true")}", BenchDocument.Of(score), StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_that_is_required_has_to_be_measured()
    {
        var nothing = new BenchScore(MachineInfo.Here(""), null, null, null, null, null, TimeSpan.Zero);
        Assert.Equal(ExitCode.Found, BenchVerb.Required(nothing, Screen.Of(TextWriter.Null, TextWriter.Null)));
    }

    [Fact]
    public void No_share_is_above_the_whole_and_no_speed_above_that_of_the_run_alone()
    {
        var row = Score(1.2, 1, (LanePart.Draw, 0.5), ("run", 0.9), ("integrity", 0.4)).Lanes!.Rows[0];
        Assert.Equal(1, row.SpeedKept);
        var parts = row.Parts.Where(part => part.Name != LanePart.Draw);
        Assert.InRange(parts.Sum(row.ShareOf), 0.99, 1.01);
    }

    private static BenchScore Score(double alone, double judged, params (string Name, double Seconds)[] parts) => new(
        MachineInfo.Here(""),
        new(
            [
                new(
                    BenchLane.Driven, new CollectionSchedule.Natural(), 1, 1, Sample.Of([alone]), Sample.Of([judged]),
                    [.. parts.Select(part => new LanePart(part.Name, Sample.Of([part.Seconds])))]),
            ],
            Sample.Of([1]),
            null),
        null, null, null, null, TimeSpan.Zero);
}
