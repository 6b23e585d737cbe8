using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vera.GcStress.Files;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Reporting.Sarif;

/// <summary>One thing that is wrong, for a SARIF log.</summary>
/// <param name="Rule">The oracle, or another entry of <see cref="SarifRules"/>.</param>
/// <param name="Message">What failed.</param>
/// <param name="File">The case file that shows it, as the user named it; null: it is not saved.</param>
/// <param name="Content">What makes it the same thing again in another run.</param>
public sealed record SarifResult(string Rule, string Message, string? File, string Content)
{
    /// <summary>The line of the file that it is about, counted from 1.</summary>
    public int Line { get; init; } = 1;

    /// <summary>Whether the file was there before, and this is to be seen and no reason to fail.</summary>
    public bool IsKnown { get; init; }

    /// <summary>The command that runs the file again, without it.</summary>
    public IReadOnlyList<string> Again { get; init; } = ["vera-gcstress", "replay"];

    /// <summary>The words after its file.</summary>
    public IReadOnlyList<string> AfterFile { get; init; } = [];

    /// <summary>What the oracle saw, or null.</summary>
    public Evidence? Evidence { get; init; }

    /// <summary>What <c>--known</c> tells it by, beside its file; null: its file is enough.</summary>
    public string? Key { get; init; }
}

/// <summary>What is to be known of a run and is not wrong: what it judged, and what it did not.</summary>
/// <param name="Id">What kind of thing it is.</param>
/// <param name="Message">In one line.</param>
public sealed record SarifNote(string Id, string Message);

/// <summary>A SARIF 2.1.0 log: what code scanning, editors and other viewers of results read.</summary>
/// <remarks>Of the format only what GitHub asks for; sections are those of the OASIS standard.</remarks>
public static class SarifText
{
    private const string Fingerprint = "veraGcStress/v1";
    private const int FingerprintBytes = 16;

    /// <param name="results">What is wrong; nothing is a valid log too.</param>
    /// <param name="version">This tool's.</param>
    /// <param name="folder">The folder that file names are relative to: the current one.</param>
    /// <param name="notes">What else is to be known.</param>
    public static string Of(
        IReadOnlyCollection<SarifResult> results, string version, string folder, params SarifNote[] notes) =>
        JsonText.Of(
            new SarifLog([Run(results, version, folder, notes)]), SarifContext.Default, JsonNamingPolicy.CamelCase);

    /// <summary>
    /// A file as a URI reference from the repository that the folder is in, or from the folder itself; null for one
    /// that lies elsewhere: nothing is there under that name, and its path tells of the machine.
    /// </summary>
    public static string? UriOf(string file, string folder)
    {
        var path = Path.GetRelativePath(RepositoryOf(folder), Path.GetFullPath(file, folder)).Replace('\\', '/');
        var names = path.Split('/');
        return names[0] == ".." || Path.IsPathRooted(path)
            ? null
            : string.Join('/', names.Select(Uri.EscapeDataString));
    }

    private static string RepositoryOf(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            var mark = Path.Combine(at, ".git"); // A folder, or a file in a second work tree.
            if (Directory.Exists(mark) || PlainFile.Exists(mark))
            {
                return at;
            }
        }

        return folder;
    }

    /// <summary>
    /// Code scanning wants a place for each result: what is known and lies in no file is told beside them.
    /// </summary>
    private static SarifRun Run(
        IReadOnlyCollection<SarifResult> results, string version, string folder, SarifNote[] notes)
    {
        var rules = results.Select(r => r.Rule).Distinct().Order(StringComparer.Ordinal).Select(Rule);
        var placeless = results.Where(IsPlaceless).Select(r => new SarifNote(r.Rule, $"known: {r.Message}"));
        var told = notes.Concat(placeless).Select(note => new SarifNotification(
            new(note.Id), "note", Text(note.Message.ReplaceLineEndings(" "))));
        return new(
            new(new("vera-gcstress", version, [.. rules])),
            [new(ExecutionSuccessful: true, [.. told])],
            [.. results.Where(result => !IsPlaceless(result)).Select(result => Result(result, folder))]);
    }

    private static bool IsPlaceless(SarifResult result) => result is { IsKnown: true, File: null };

    private static SarifRule Rule(string rule) =>
        new(rule, Text(SarifRules.Claim(rule)), Text(SarifRules.Claim(rule)), Text(SarifRules.Help));

    private static SarifEntry Result(SarifResult result, string folder)
    {
        var uri = result.File is { } file ? UriOf(file, folder) : null;
        var name = uri is null ? Path.GetFileName(result.File) : Uri.UnescapeDataString(uri);
        var again = name is null ? "" : ShellText.CommandLine([.. result.Again, name, .. result.AfterFile]);
        var known = result.IsKnown ? "known: " : "";
        return new(
            result.Rule,
            result.IsKnown ? "note" : "error",
            Text($"{known}{result.Message.ReplaceLineEndings(" ")}{(again.Length > 0 ? $" (again: {again})" : "")}"),
            uri is null ? [] : [new(new(new(uri, "%SRCROOT%"), new(result.Line)))],
            new() { [Fingerprint] = Hash($"{result.Rule}\n{result.Content}") },
            EvidenceJson.Of(result.Evidence) is var evidence && evidence is null && result.Key is null
                ? null
                : new(evidence, result.Key));
    }

    /// <summary>Braces would be placeholders, and brackets links (3.11.5, 3.11.6).</summary>
    private static SarifMessage Text(string text) => new(text
        .Replace("{", "{{", StringComparison.Ordinal)
        .Replace("}", "}}", StringComparison.Ordinal)
        .Replace("](", "] (", StringComparison.Ordinal));

    private static string Hash(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, FingerprintBytes));
}
