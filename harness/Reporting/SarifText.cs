using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Vera.GcStress.Reporting;

/// <summary>One thing that is wrong, for a SARIF log.</summary>
/// <param name="Rule">The oracle, or another entry of <see cref="SarifRules"/>.</param>
/// <param name="Message">What failed.</param>
/// <param name="File">The case file that shows it, as the user named it; null: it is not saved.</param>
/// <param name="Content">What makes it the same thing again in another run.</param>
public sealed record SarifResult(string Rule, string Message, string? File, string Content)
{
    /// <summary>Whether the file was there before, and this is to be seen and no reason to fail.</summary>
    public bool IsKnown { get; init; }
}

/// <summary>A SARIF 2.1.0 log: what code scanning, editors and other viewers of results read.</summary>
/// <remarks>Of the format only what GitHub asks for; sections are those of the OASIS standard.</remarks>
public static class SarifText
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";
    private const string Fingerprint = "veraGcStress/v1";
    private const int FingerprintBytes = 16;

    /// <param name="results">What is wrong; nothing is a valid log too.</param>
    /// <param name="version">This tool's.</param>
    /// <param name="folder">The folder that file names are relative to: the current one.</param>
    public static string Of(IReadOnlyCollection<SarifResult> results, string version, string folder) =>
        JsonText.Write(json =>
        {
            json.WriteString("$schema", Schema);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            Tool(json, version, results.Select(r => r.Rule).Distinct().Order(StringComparer.Ordinal));
            json.WriteStartArray("results");
            foreach (var result in results)
            {
                Result(json, result, folder);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        });

    /// <summary>
    /// A file as a URI reference from a folder; of one that lies elsewhere only the name, as its path tells of the
    /// machine.
    /// </summary>
    public static string UriOf(string file, string folder)
    {
        var path = Path.GetRelativePath(folder, Path.GetFullPath(file, folder)).Replace('\\', '/');
        var names = path.Split('/');
        return string.Join('/', (names[0] == ".." || Path.IsPathRooted(path) ? names[^1..] : names)
            .Select(Uri.EscapeDataString));
    }

    private static void Tool(Utf8JsonWriter json, string version, IEnumerable<string> rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "vera-gcstress");
        json.WriteString("semanticVersion", version);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule);
            Text(json, "shortDescription", SarifRules.Claim(rule));
            Text(json, "fullDescription", SarifRules.Claim(rule));
            Text(json, "help", SarifRules.Help);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, SarifResult result, string folder)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", result.Rule);
        json.WriteString("level", result.IsKnown ? "note" : "error");
        var uri = result.File is { } file ? UriOf(file, folder) : null;
        var replay = uri is null ? "" : $" (again: vera-gcstress replay {Uri.UnescapeDataString(uri)})";
        var known = result.IsKnown ? "known: " : "";
        Text(json, "message", $"{known}{result.Message.ReplaceLineEndings(" ")}{replay}");
        json.WriteStartArray("locations");
        if (uri is not null)
        {
            Location(json, uri);
        }

        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString(Fingerprint, Hash($"{result.Rule}\n{result.Content}"));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Location(Utf8JsonWriter json, string uri)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", uri);
        json.WriteString("uriBaseId", "%SRCROOT%");
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", 1);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Braces would be placeholders, and brackets links (3.11.5, 3.11.6).</summary>
    private static void Text(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text
            .Replace("{", "{{", StringComparison.Ordinal)
            .Replace("}", "}}", StringComparison.Ordinal)
            .Replace("](", "] (", StringComparison.Ordinal));
        json.WriteEndObject();
    }

    private static string Hash(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, FingerprintBytes));
}
