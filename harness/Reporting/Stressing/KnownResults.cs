using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vera.GcStress.Stressing;

namespace Vera.GcStress.Reporting.Stressing;

/// <summary>What results have on file that earlier runs of <c>stress</c> or <c>fuzz</c> wrote.</summary>
internal static partial class KnownResults
{
    private const string Known = "known: ";

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
            Issue().Matches(cause).Select(found => int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)));

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
               select OfResult(file, Text(result, "ruleId"), Text(result.GetProperty("message"), "text")),
        ];
        return results.Length == 0 || placed.Length > 0
            ? KnownOnFile.Of(placed)
            : throw new FormatException("none of its results says in which file it was seen: take those of --json");
    }

    /// <summary>Messages of stress begin with the function.</summary>
    private static KnownOnFile OfResult(string file, string oracle, string message)
    {
        if (file.EndsWith(".case", StringComparison.Ordinal))
        {
            return KnownOnFile.OfCase(file, []);
        }

        var said = message.StartsWith(Known, StringComparison.Ordinal) ? message[Known.Length..] : message;
        return new() { Findings = [(Path.GetFileName(file), $"{oracle} {said.Split(" (")[0]}")] };
    }

    private static string Text(JsonElement of, string name) =>
        of.GetProperty(name).GetString() ?? throw new KeyNotFoundException(name);

    [GeneratedRegex(@"#(\d{2,6})\b")]
    private static partial Regex Issue();
}
