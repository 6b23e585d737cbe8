using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Properties.Campaigns;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Steering;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Triage;
using Xunit;

namespace Vera.GcStress.Properties.Steering;

/// <summary>A bug that is found hides nothing: what shows it over and over is drawn less.</summary>
public class FailureTallyLaws
{
    private static readonly StressCase OfBytes = Case("observe elements(({1, 2} : Set<Byte>))");
    private static readonly StressCase OfNumbers = Case("observe elements(({1, 2} : Set<Int>))");

    [Fact]
    public void What_fails_alike_over_and_over_is_drawn_less_and_never_left_out()
    {
        var last = 100;
        var tally = new FailureTally();
        for (var cases = 0; cases < 40; cases++)
        {
            tally.Add(OfBytes, ["narrow"]);
            tally.Add(OfNumbers, []);
            Assert.InRange(tally.PercentOf(OfBytes), 1, last);
            Assert.Equal(100, tally.PercentOf(OfNumbers));
            last = tally.PercentOf(OfBytes);
        }

        Assert.InRange(last, 1, 10);
        Assert.All(tally.DrawnLess, less => Assert.StartsWith("element: ", less.Construct, StringComparison.Ordinal));
    }

    [Fact]
    public void What_seldom_fails_is_drawn_as_before()
    {
        var tally = new FailureTally();
        for (var cases = 0; cases < 200; cases++)
        {
            tally.Add(OfBytes, cases % 50 == 0 ? ["narrow"] : []);
            tally.Add(OfNumbers, []);
        }

        Assert.Empty(tally.DrawnLess);
    }

    /// <summary>It would be drawn less at the cost of all that has nothing to do with it.</summary>
    [Fact]
    public void What_fails_whatever_a_case_has_is_drawn_as_before()
    {
        var tally = new FailureTally();
        for (var cases = 0; cases < 40; cases++)
        {
            tally.Add(OfBytes, ["any"]);
            tally.Add(OfNumbers, ["any"]);
        }

        Assert.Empty(tally.DrawnLess);
    }

    [Fact]
    public void Counts_added_up_are_those_of_all_cases()
    {
        var (all, one, other) = (new FailureTally(), new FailureTally(), new FailureTally());
        for (var cases = 0; cases < 40; cases++)
        {
            foreach (var tally in new[] { all, cases % 3 == 0 ? one : other })
            {
                tally.Add(OfBytes, ["narrow"]);
                tally.Add(OfNumbers, []);
            }
        }

        one.Add(other.Counts);
        Assert.Equal(all.Counts, one.Counts);
        Assert.Equal(all.DrawnLess, one.DrawnLess);
    }

    /// <summary>Numbers that look like addresses fail with this collector, alike whatever else a case has.</summary>
    [Fact]
    public void A_campaign_that_draws_less_fails_less_on_any_number_of_threads()
    {
        var usual = Run(drawsLess: false, jobs: 1);
        var (one, two) = (Run(drawsLess: true, jobs: 1), Run(drawsLess: true, jobs: 2));
        Assert.True(one.Failed * 4 < usual.Failed * 3, $"{one.Failed} of {usual.Failed}");
        Assert.Equal(one.Failing.Counts, two.Failing.Counts);
        Assert.Equal((one.Passed, one.Failed), (two.Passed, two.Failed));
        Assert.Equal(one.Findings.Select(found => found.Number), two.Findings.Select(found => found.Number));
    }

    private static CampaignReport Run(bool drawsLess, int jobs)
    {
        var target = WatOptions.Default with { Collector = CollectorKind.Vera, Runtime = RuntimeKind.Bucket };
        var drawn = BuiltInSource.AllElements with { Elements = [TypeKind.Int, TypeKind.Json], OpsMean = 16 };
        return new Campaign(
            new(5, drawn, Headers.Of(target))
            {
                CasesMax = 256,
                CompiledEvery = 0,
                InvisibilityEvery = 0,
                FindingsMax = 0,
                Jobs = jobs,
                Signatures = new VeraSignatures(),
                RoundCases = (16, 64),
                DrawsLess = drawsLess,
            },
            () => Lanes.RigOf(target)).Run();
    }

    private static StressCase Case(string text) => CaseText.Parse(text);
}
