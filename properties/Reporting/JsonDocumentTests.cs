using System.Text.RegularExpressions;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Benchmarks;
using Vera.GcStress.Reporting.Campaigns;
using Vera.GcStress.Reporting.Exhausting;
using Vera.GcStress.Reporting.Explanations;
using Vera.GcStress.Reporting.Replays;
using Vera.GcStress.Reporting.Stressing;
using Vera.GcStress.Reporting.Trials;
using Vera.GcStress.Stressing;
using Xunit;

namespace Vera.GcStress.Properties.Reporting;

/// <summary><c>docs/json.md</c> says of each document what the serializer says of it, field by field.</summary>
public sealed partial class JsonDocumentTests
{
    private static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(CampaignDocument)] = "fuzz",
        [typeof(MergeDocument)] = "merge",
        [typeof(ReplayDocument)] = "replay",
        [typeof(BisectDocument)] = "bisect",
        [typeof(ExplainDocument)] = "explain",
        [typeof(ExhaustDocument)] = "exhaust",
        [typeof(FaultDocument)] = "faults",
        [typeof(MutantDocument)] = "mutants",
        [typeof(MatrixDocument)] = "matrix",
        [typeof(VeraMatrixDocument)] = "matrix-vera",
        [typeof(BenchDocument)] = "bench",
        [typeof(StressDocument)] = "stress",
        [typeof(LinkDocument)] = "link",
    };

    private static readonly Dictionary<string, string[]> Told = Sections(
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "json.md")));

    [Fact]
    public void Every_field_of_every_document_is_described_and_nothing_else() => Assert.Empty(
        from pair in DocumentFields.All
        let name = Names[pair.Document]
        let told = Told.GetValueOrDefault($"vera-gcstress/{name}/1", [])
        from difference in Differences(told, ["schema", "verb", .. DocumentFields.Of(pair.Document, pair.Context)])
        select $"{name}: {difference}");

    [Fact]
    public void Every_kind_of_evidence_is_described_with_its_fields() => Assert.Empty(
        from set in new[] { (typeof(Evidence), "Evidence"), (typeof(StressEvidence), "Evidence of stress") }
        let fields =
            from kind in EvidenceJson.Kinds(set.Item1)
            from field in DocumentFields.OfEvidence(kind.Value).Prepend("")
            select field.Length == 0 ? kind.Key : $"{kind.Key}.{field}"
        from difference in Differences(Told.GetValueOrDefault(set.Item2, []), [.. fields])
        select $"{set.Item2}: {difference}");

    [Fact]
    public void A_field_that_is_missing_or_too_many_is_seen() => Assert.Equal(
        ["not described: b", "described, and not there: c"], Differences(["a", "c"], ["a", "b"]));

    private static IEnumerable<string> Differences(string[] told, string[] there) =>
        there.Except(told).Select(field => $"not described: {field}")
            .Concat(told.Except(there).Select(field => $"described, and not there: {field}"));

    /// <summary>What stands in the first column of the tables below each heading.</summary>
    private static Dictionary<string, string[]> Sections(string text) => text.Split("\n## ").Skip(1).ToDictionary(
        section => section.Split('\n')[0].Trim('`'),
        section => (string[])
        [
            .. from line in section.Split('\n')
               where Row().IsMatch(line)
               from Match name in Name().Matches(line.Split(" | ")[0])
               select name.Groups[1].Value,
        ]);

    [GeneratedRegex(@"^\| `")]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
