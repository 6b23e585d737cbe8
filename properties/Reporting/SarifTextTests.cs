using System.Text.Json;
using FsCheck;
using FsCheck.Xunit;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Sarif;
using Xunit;

namespace Vera.GcStress.Properties.Reporting;

public class SarifTextTests
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "work");

    [Fact]
    public void A_log_without_results_is_a_log()
    {
        var run = Run([]);
        Assert.Equal("vera-gcstress", run.GetProperty("tool").GetProperty("driver").GetProperty("name").GetString());
        Assert.Empty(run.GetProperty("results").EnumerateArray());
    }

    /// <summary>Without one, viewers are told a name and nothing else; tables have room for a letter.</summary>
    [Fact]
    public void Every_oracle_has_a_claim_and_a_letter_of_its_own()
    {
        Assert.Distinct(Enum.GetValues<OracleName>().Select(oracle => oracle.Letter()));
        var claims = Enum.GetValues<OracleName>().Select(oracle => SarifRules.Claim(oracle.Text())).ToList();
        Assert.Distinct(claims);
        Assert.DoesNotContain(claims, claim => claim.Contains("of the oracle '", StringComparison.Ordinal));
    }

    [Property(MaxTest = 50)]
    public void Each_result_is_told_once_whatever_its_texts_are(NonNull<string>[] texts)
    {
        SarifResult[] results =
        [
            .. from text in texts
               let name = text.Get.Replace("\0", "", StringComparison.Ordinal)
               select new SarifResult("agreement", text.Get, $"f/{name}.case", text.Get),
        ];
        var run = Run(results);
        var told = run.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(results.Length, told.Length);
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
            .Select(rule => rule.GetProperty("id").GetString()).ToArray();
        Assert.Equal(results.Select(r => r.Rule).Distinct(), rules);
        foreach (var result in told)
        {
            Assert.Contains(result.GetProperty("ruleId").GetString(), rules);
            Assert.Equal("error", result.GetProperty("level").GetString());
            var text = result.GetProperty("message").GetProperty("text").GetString()!;
            Assert.DoesNotContain('{', text.Replace("{{", "", StringComparison.Ordinal));
            Assert.DoesNotContain('}', text.Replace("}}", "", StringComparison.Ordinal));
            Assert.Single(result.GetProperty("partialFingerprints").EnumerateObject());
        }
    }

    [Theory]
    [InlineData("repro/x.case", "repro/x.case")]
    [InlineData("./repro//a b.case", "repro/a%20b.case")]
    [InlineData("repro/../x.case", "x.case")]
    [InlineData("a/..x/y.case", "a/..x/y.case")]
    public void A_file_is_named_from_the_current_folder_where_that_is_in_no_repository(string file, string uri)
    {
        var log = SarifText.Of([new("agreement", "x", file, "x")], "1.0.0", Folder);
        var place = Results(log)[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal(uri, place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.False(Uri.TryCreate(uri, UriKind.Absolute, out _));
        Assert.DoesNotContain(Folder, log, StringComparison.Ordinal);
        Assert.Equal(log, SarifText.Of([new("agreement", "x", Path.Combine(Folder, file), "x")], "1.0.0", Folder));
    }

    /// <summary>A name under which nothing lies there would be worse than none.</summary>
    [Theory]
    [InlineData("../elsewhere/x.case")]
    [InlineData("/etc/x.case")]
    public void A_file_that_lies_elsewhere_has_no_place_and_no_path_of_the_machine_is_told(string file)
    {
        var log = SarifText.Of([new("agreement", "x", file, "x")], "1.0.0", Folder);
        Assert.Empty(Results(log)[0].GetProperty("locations").EnumerateArray());
        Assert.DoesNotContain("elsewhere", log, StringComparison.Ordinal);
        Assert.DoesNotContain("/etc", log, StringComparison.Ordinal);
        Assert.Contains("replay x.case", log, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_repository_a_file_is_named_from_its_root()
    {
        var root = Directory.CreateTempSubdirectory("repository-");
        try
        {
            var below = root.CreateSubdirectory("a/b").FullName;
            root.CreateSubdirectory(".git");
            Assert.Equal("a/b/x.case", SarifText.UriOf("x.case", below));
            Assert.Equal("a/x.case", SarifText.UriOf("../x.case", below));
            Assert.Null(SarifText.UriOf("../../../x.case", below));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    /// <summary>What is known and lies in no file has no place either; code scanning refuses such results.</summary>
    [Fact]
    public void What_is_not_wrong_is_told_beside_the_results()
    {
        var log = SarifText.Of(
            [new("agreement", "seen", null, "x") { IsKnown = true }], "1.0.0", Folder, new SarifNote("summary", "all"));
        using var document = JsonDocument.Parse(log);
        var run = document.RootElement.GetProperty("runs")[0];
        Assert.Empty(run.GetProperty("results").EnumerateArray());
        var told = run.GetProperty("invocations")[0].GetProperty("toolExecutionNotifications").EnumerateArray();
        Assert.Equal(["summary", "agreement"], told.Select(t => $"{t.GetProperty("descriptor").GetProperty("id")}"));
        Assert.All(told, t => Assert.Equal("note", $"{t.GetProperty("level")}"));
    }

    [Fact]
    public void The_same_content_has_the_same_fingerprint_wherever_its_file_lies()
    {
        var log = SarifText.Of(
            [
                new("agreement", "x", "a.case", "one"), new("agreement", "y", "b.case", "one"),
                new("agreement", "x", "a.case", "two"), new("integrity", "x", "a.case", "one"),
            ],
            "1.0.0",
            Folder);
        var prints = Results(log).Select(r => $"{r.GetProperty("partialFingerprints")}").ToArray();
        Assert.Equal(prints[0], prints[1]);
        Assert.Equal(3, prints.Distinct().Count());
    }

    private static JsonElement[] Results(string log)
    {
        using var document = JsonDocument.Parse(log);
        return [.. document.RootElement.Clone().GetProperty("runs")[0].GetProperty("results").EnumerateArray()];
    }

    private static JsonElement Run(SarifResult[] results)
    {
        using var document = JsonDocument.Parse(SarifText.Of(results, "1.0.0", Folder));
        var log = document.RootElement.Clone();
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        Assert.EndsWith("sarif-2.1.0.json", log.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        return Assert.Single(log.GetProperty("runs").EnumerateArray());
    }
}
