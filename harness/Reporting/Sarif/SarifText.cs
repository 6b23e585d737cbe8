using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Reporting.Sarif;

/// <summary>One thing that is wrong, for a SARIF log.</summary>
/// <param name="Rule">The oracle, or another entry of <see cref="SarifRules"/>.</param>
/// <param name="Message">What failed.</param>
/// <param name="File">The case file that shows it, as the user named it; null: it is not saved.</param>
/// <param name="Content">What makes it the same thing again in another run.</param>
public sealed record SarifResult(string Rule, string Message, string? File, string Content)
{
    /// <summary>Whether the file was there before, and this is to be seen and no reason to fail.</summary>
    public bool IsKnown { get; init; }

    /// <summary>What the oracle saw, or null.</summary>
    public Evidence? Evidence { get; init; }
}

/// <summary>A SARIF 2.1.0 log: what code scanning, editors and other viewers of results read.</summary>
/// <remarks>Of the format only what GitHub asks for; sections are those of the OASIS standard.</remarks>
public static class SarifText
{
    private const string Fingerprint = "veraGcStress/v1";
    private const int FingerprintBytes = 16;

    /// <param name="results">What is wrong; nothing is a valid log too.</param>
    /// <param name="version">This tool's.</param>
    /// <param name="folder">The folder that file names are relative to: the current one.</param>
    public static string Of(IReadOnlyCollection<SarifResult> results, string version, string folder) =>
        JsonText.Of(new SarifLog([Run(results, version, folder)]), SarifContext.Default, JsonNamingPolicy.CamelCase);

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

    private static SarifRun Run(IReadOnlyCollection<SarifResult> results, string version, string folder)
    {
        var rules = results.Select(r => r.Rule).Distinct().Order(StringComparer.Ordinal).Select(Rule);
        return new(
            new(new("vera-gcstress", version, [.. rules])), [.. results.Select(result => Result(result, folder))]);
    }

    private static SarifRule Rule(string rule) =>
        new(rule, Text(SarifRules.Claim(rule)), Text(SarifRules.Claim(rule)), Text(SarifRules.Help));

    private static SarifEntry Result(SarifResult result, string folder)
    {
        var uri = result.File is { } file ? UriOf(file, folder) : null;
        var verb = uri?.EndsWith(".vera", StringComparison.Ordinal) == true ? "stress" : "replay";
        var replay = uri is null ? "" : $" (again: vera-gcstress {verb} {Uri.UnescapeDataString(uri)})";
        var known = result.IsKnown ? "known: " : "";
        return new(
            result.Rule,
            result.IsKnown ? "note" : "error",
            Text($"{known}{result.Message.ReplaceLineEndings(" ")}{replay}"),
            uri is null ? [] : [new(new(new(uri, "%SRCROOT%"), new(1)))],
            new() { [Fingerprint] = Hash($"{result.Rule}\n{result.Content}") },
            EvidenceJson.Of(result.Evidence) is { } evidence ? new(evidence) : null);
    }

    /// <summary>Braces would be placeholders, and brackets links (3.11.5, 3.11.6).</summary>
    private static SarifMessage Text(string text) => new(text
        .Replace("{", "{{", StringComparison.Ordinal)
        .Replace("}", "}}", StringComparison.Ordinal)
        .Replace("](", "] (", StringComparison.Ordinal));

    private static string Hash(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, FingerprintBytes));
}
