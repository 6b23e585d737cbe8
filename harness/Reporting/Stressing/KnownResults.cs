using System.Text.Json;
using Vera.GcStress.Repros;
using Vera.GcStress.Stressing;

namespace Vera.GcStress.Reporting.Stressing;

/// <summary>What results have on file that earlier runs of <c>stress</c> or <c>fuzz</c> wrote.</summary>
internal static class KnownResults
{
    /// <exception cref="FormatException">The text is no such result.</exception>
    public static KnownOnFile Of(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return root.TryGetProperty("$schema", out _) ? OfLog(root)
                : root.GetProperty("verb").GetString() == "stress" ? OfStress(root)
                : KnownOnFile.Of(root.GetProperty("findings").EnumerateArray().Select(OfCase));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("it is no case, and no results of stress or fuzz (--json or --sarif)", e);
        }
    }

    private static KnownOnFile OfStress(JsonElement root) => new()
    {
        Findings =
        [
            .. from finding in root.GetProperty("findings").EnumerateArray()
               select (Path.GetFileName(Text(finding, "file")), Text(finding, "key")),
        ],
    };

    /// <summary>A finding of a campaign; one that is not saved has no program.</summary>
    private static KnownOnFile OfCase(JsonElement finding) =>
        finding.GetProperty("file").GetString() is not { } file ? new()
        : KnownOnFile.OfCase(file, finding.GetProperty("cause").GetString() is not { } cause ? [] :
            KnownBug.IssuesIn(cause));

    private static KnownOnFile OfLog(JsonElement root)
    {
        JsonElement[] results =
        [
            .. from run in root.GetProperty("runs").EnumerateArray()
               from result in run.GetProperty("results").EnumerateArray()
               select result,
        ];
        KnownOnFile[] placed =
        [
            .. from result in results
               from place in result.GetProperty("locations").EnumerateArray()
               let file = Uri.UnescapeDataString(
                   Text(place.GetProperty("physicalLocation").GetProperty("artifactLocation"), "uri"))
               select OfResult(file, result),
        ];
        return results.Length == 0 || placed.Length > 0
            ? KnownOnFile.Of(placed)
            : throw new FormatException("none of its results says in which file it was seen: take those of --json");
    }

    private static KnownOnFile OfResult(string file, JsonElement result) =>
        file.EndsWith(CaseFolder.Extension, StringComparison.Ordinal)
            ? KnownOnFile.OfCase(file, [])
            : new() { Findings = [(Path.GetFileName(file), Text(result.GetProperty("properties"), "key"))] };

    private static string Text(JsonElement of, string name) =>
        of.GetProperty(name).GetString() ?? throw new KeyNotFoundException(name);
}
