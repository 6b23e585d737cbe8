using System.Globalization;
using System.Xml.Linq;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Features;
using static Vera.GcStress.Reporting.PageText;

namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>Several campaigns as one page that stands on its own: what they found, and what it rests on.</summary>
internal static class MergePage
{
    private const string Style = """
        .tiles { grid-template-columns: repeat(auto-fill, minmax(min(150px, 100%), 1fr)); }
        .finding { margin: 0 0 12px; } .finding b { color: var(--bad); font-size: inherit; display: inline; }
        pre { white-space: pre-wrap; margin: 8px 0 0; font-size: 13px; }
        table { border-collapse: collapse; width: 100%; background: var(--card); }
        th, td { text-align: left; padding: 5px 9px; border: 1px solid var(--line); font-size: 13px;
          vertical-align: top; } td.number { text-align: right; }
        """;

    public static string Of(CampaignUnion union, UnitedFindings found)
    {
        var title = found.Findings.IsEmpty ? "No findings" : Numbers.Of(found.Findings.Length, "finding");
        return Page(
            $"vera-gcstress merge: {title}",
            Style,
            Tag("h1", title),
            Tag("div", Class("tiles"), Tiles(union, found)),
            Section("Findings", found.Findings, all => [.. all.Select(Finding)]),
            Section("Known failures that came up again", found.Known, Known),
            Section("Campaigns", union.Campaigns, Campaigns),
            Section("Left out", union.LeftOut, all => [.. all.Select(left =>
                Tag("p", Clean($"{left.Input}: {left.Why}")))]),
            Unseen(union.Counts) is { Length: > 0 } unseen
                ? (object[])[Tag("h2", "Features that no case showed"), Tag("p", Class("soft"), unseen)]
                : []);
    }

    private static XElement[] Tiles(CampaignUnion union, UnitedFindings found) =>
    [
        Tile(found.Findings.Length, "findings", found.Findings.IsEmpty ? "good" : "bad"),
        Tile(found.Known.Length, "known failures seen again"),
        Tile(MergeDocument.CasesOf(union.Counts), "cases"),
        Tile(union.Campaigns.Length, "campaigns"),
        Tile(union.Counts?.Cells.Count ?? 0, "combinations of the axes hit"),
        Tile(union.Counts?.Features.Count ?? 0, $"of {FeatureTable.All.Length} features seen"),
        Tile(union.Corpus.Length, "cases that show all of these"),
        Tile(found.KindsLeft, "kinds of failure not shrunk"),
    ];

    private static XElement Tile(long number, string what, string mark = "") =>
        PageText.Tile(number.ToString("N0", CultureInfo.InvariantCulture), what, mark);

    private static object[] Section<T>(
        string title, IReadOnlyCollection<T> all, Func<IReadOnlyCollection<T>, object[]> show) =>
        all.Count == 0 ? [] : [Tag("h2", title), .. show(all)];

    private static XElement Finding(UnitedFinding finding) => Tag(
        "div",
        Class("tile finding"),
        Tag("b", Clean(finding.Kind.Oracle)),
        Clean($" {finding.Kind.Evidence}"),
        finding.Kind.Cause is { } cause ? Tag("p", Clean($"Likely cause: {cause}")) : null,
        Tag("p", Class("soft"), Clean(
            $"In {Numbers.Of(finding.Campaigns, "campaign")}; case {finding.Kind.Number} of {finding.Identity}")),
        Tag("pre", Clean(finding.Case)));

    private static object[] Known(IReadOnlyCollection<UnitedFinding> all) =>
    [
        Table(["file", "oracle", "campaigns"], all.Select(known => (string[])
            [known.Kind.Known ?? known.Kind.Base ?? "", known.Kind.Oracle, $"{known.Campaigns}"])),
    ];

    private static object[] Campaigns(IReadOnlyCollection<UnitedCampaign> all) =>
    [
        Table(["campaign", "parts", "cases"], all.Select(campaign => (string[])
        [
            campaign.Identity,
            string.Join("; ", MergeGaps.Of(campaign).Prepend(
                campaign.Of <= 1 ? "whole" : $"{campaign.Parts.Length} of {campaign.Of}")),
            MergeDocument.CasesOf(campaign.Counts).ToString("N0", CultureInfo.InvariantCulture),
        ])),
    ];

    private static XElement Table(string[] heads, IEnumerable<string[]> rows) => Tag(
        "table",
        Tag("tr", heads.Select(head => Tag("th", head))),
        rows.Select(row => Tag("tr", row.Select(cell => Tag("td", Clean(cell))))));

    /// <summary>Nothing, where no campaign counted any.</summary>
    private static string Unseen(CampaignCounts? counts) => counts is { Features: { Count: > 0 } seen }
        ? string.Join(", ", FeatureTable.All.Select(feature => feature.Name).Where(name => !seen.ContainsKey(name)))
        : "";
}
