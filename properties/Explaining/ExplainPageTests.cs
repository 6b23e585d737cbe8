using System.Text.RegularExpressions;
using System.Xml.Linq;
using Vera.GcStress.Benchmarks;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Cli;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Benchmarks;
using Vera.GcStress.Reporting.Campaigns;
using Vera.GcStress.Reporting.Explanations;
using Vera.GcStress.Repros;
using Xunit;

namespace Vera.GcStress.Properties.Explaining;

/// <summary>What <c>explain</c> writes: a page that stands on its own, a document for scripts, a short text.</summary>
public partial class ExplainPageTests
{
    private static readonly GenerationOptions Drawn = BuiltInSource.AllElements with { OpsMean = 60 };

    private static string EmptyMerge => MergePage.Of(CampaignUnion.Of([]), UnitedFindings.Of([]));

    [Fact]
    public void A_page_is_well_formed_and_refers_to_nothing_outside()
    {
        var cases = Lanes.Cases(Drawn with { Schedule = new CollectionSchedule.Eager() }, campaign: 9, count: 5);
        string[] pages =
        [
            .. Explained.Repros.Take(4).Select(file => ExplainPage.Of(Explained.Repro(file))),
            .. cases.Select(stressCase => ExplainPage.Of(Explained.Passing(stressCase))),
        ];
        Assert.All(pages, page =>
        {
            var parsed = XDocument.Parse(page);
            Assert.DoesNotContain(
                parsed.Descendants().Attributes(), a => a.Name.LocalName is "src" or "href" or "action" or "data");
            Assert.DoesNotContain(
                parsed.Descendants(), e => e.Name.LocalName is "script" or "link" or "iframe" or "object" or "image");
            Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
            Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
            Assert.InRange(page.Length, 1, 3 << 20);
        });
    }

    [Fact]
    public void What_is_drawn_is_in_the_legend_with_the_same_looks() => Assert.All(
        Explained.Repros,
        file =>
        {
            var page = XDocument.Parse(ExplainPage.Of(Explained.Repro(file)));
            var legend = Looks(page.Descendants().Single(e => (string?)e.Attribute("class") == "legend"));
            var drawing = Looks(page.Descendants().Single(e => (string?)e.Attribute("class") == "heap"));
            Assert.Equal(drawing.Order(), legend.Order());
        });

    [Fact]
    public void Ops_have_their_numbers_and_the_cause_is_said_once() => Assert.All(
        Explained.Repros.Take(8),
        file =>
        {
            var explained = Explained.Repro(file);
            var page = XDocument.Parse(ExplainPage.Of(explained));
            var list = page.Descendants(PageText.Html + "ol").Single();
            Assert.Equal("0", (string?)list.Attribute("start"));
            Assert.Equal(explained.Explanation.Case.Ops.Length, list.Elements().Count());
            var failure = explained.Explanation.Failure!;
            Assert.Contains("fails here", list.Elements().ElementAt(failure.Fail.Op).Value, StringComparison.Ordinal);
            Assert.Equal(2, page.Root!.Value.Split(failure.Cause.Title).Length);
        });

    [Fact]
    public void Pages_are_for_the_night_and_for_narrow_screens_too() => Assert.All(
        new[] { ExplainPage.Of(Explained.Repro(Explained.Repros.First())), BenchPage.Of(Nothing), EmptyMerge },
        page =>
        {
            Assert.Contains("@media (prefers-color-scheme: dark)", page, StringComparison.Ordinal);
            Assert.Contains("width=device-width, initial-scale=1", page, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"minmax\(\d", page);
            var rules = page[..page.IndexOf("</style>", StringComparison.Ordinal)];
            Assert.DoesNotMatch(@"(fill|stroke|color|background|border): *#", Rooms().Replace(rules, ""));
        });

    private static BenchScore Nothing =>
        new(new(1, "a processor", "1.0"), null, null, null, null, null, TimeSpan.Zero);

    /// <summary>The classes of blocks and of the ways between them.</summary>
    private static IEnumerable<string> Looks(XElement part) => part.Descendants()
        .Where(e => e.Attribute("class") is not null)
        .Select(e => (Shape: e.Name.LocalName, Look: (string)e.Attribute("class")!))
        .Where(part => part.Shape == "rect" || part.Look is "arc" or "arc unseen")
        .Select(part => part.Look).Distinct();

    /// <summary>Where colours are given their names, by day and by night.</summary>
    [GeneratedRegex(@":root \{[^}]*\}")]
    private static partial Regex Rooms();

    [Fact]
    public void Each_fact_is_a_line_of_its_own_that_hangs_below_its_column()
    {
        var explained = Explained.Repro(Explained.Repros.First());
        var page = ExplainPage.Of(explained);
        Assert.Contains(".facts span { display: block; padding-left: 13ch; text-indent: -13ch; }", page,
            StringComparison.Ordinal);
        var facts = XDocument.Parse(page).Descendants().Single(e => (string?)e.Attribute("class") == "facts");
        Assert.Equal(ExplainText.Facts(explained.Explanation), facts.Elements().Select(line => line.Value));
    }

    [Fact]
    public void A_timeline_is_no_longer_than_people_read() => Assert.All(
        Lanes.Cases(Drawn with { Schedule = new CollectionSchedule.Eager() }, campaign: 9, count: 5),
        stressCase => Assert.InRange(
            TimelineText.Of(Explained.Passing(stressCase).Explanation).Split('\n').Length, 1, 125));

    [Fact]
    public void The_verb_prints_a_report_and_writes_a_page_and_a_document()
    {
        using var run = new CommandLineRun();
        var file = Explained.PathOf(Explained.Repros.First(f => f.Contains("set-json", StringComparison.Ordinal)));
        Assert.Equal(
            ExitCode.Clean, run.Run("explain", file, "--html", run.In("page.html"), "--json", run.In("facts.json")));
        Assert.Contains("LIKELY CAUSE", run.Output, StringComparison.Ordinal);
        XDocument.Load(run.In("page.html"));
        var facts = run.Json("facts.json");
        Assert.Equal("ContentsInvisible", facts.GetProperty("failure").GetProperty("cause").GetString());
        Assert.Equal(CaseFile.Read(file).Case.Ops.Length, facts.GetProperty("ops").GetArrayLength());
    }

    [Fact]
    public void What_is_no_case_file_is_a_misuse_of_one_line()
    {
        using var run = new CommandLineRun();
        File.WriteAllText(run.In("x.case"), "no case\n");
        Assert.Equal(ExitCode.Usage, run.Run("explain", run.In("x.case")));
        Assert.Single(run.ErrorLines);
        Assert.Equal(
            ExitCode.Usage,
            run.Run("explain", Explained.PathOf(Explained.Repros.First()), "--html", run.In("no/such/page.html")));
        Assert.Equal("", run.Output);
    }
}
