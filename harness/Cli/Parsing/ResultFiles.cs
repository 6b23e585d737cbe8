using System.CommandLine;
using Vera.GcStress.Files;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Sarif;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>The files in which a verb leaves its result for others; null: not asked for.</summary>
/// <param name="Json">All that there is to know, for scripts.</param>
/// <param name="Sarif">What is wrong, for code scanning.</param>
/// <param name="Summary">A few lines of Markdown, added to what the file has.</param>
internal sealed record ResultFiles(string? Json, string? Sarif, string? Summary)
{
    public static IReadOnlyList<Option> Options =>
        [Parsing.Options.Json, Parsing.Options.Sarif, Parsing.Options.Summary];

    public static ResultFiles Read(ParseResult parsed) => new(
        parsed.ReadPath(Parsing.Options.Json),
        parsed.ReadPath(Parsing.Options.Sarif),
        parsed.ReadPath(Parsing.Options.Summary));

    /// <inheritdoc cref="OutputPaths.Check"/>
    public void Check(params IEnumerable<string> read) => OutputPaths.Check([Json, Sarif, Summary], read);

    /// <summary>The same as arguments.</summary>
    public IEnumerable<string> ToArguments() => new[]
    {
        (Parsing.Options.Json, Json), (Parsing.Options.Sarif, Sarif), (Parsing.Options.Summary, Summary),
    }.Where(file => file.Item2 is not null).SelectMany(file => new[] { file.Item1.Name, file.Item2! });

    public void Write(
        Outputs outputs,
        Func<string> json,
        Func<IReadOnlyCollection<SarifResult>> wrong,
        Func<string> summary,
        Func<SarifNote[]>? notes = null)
    {
        outputs.Write(Json, json);
        outputs.Write(Sarif, () => SarifText.Of(
            wrong(), ToolVersions.Tool, Environment.CurrentDirectory, notes?.Invoke() ?? []));
        if (Summary is not null)
        {
            outputs.Try(() => WholeFile.Append(Summary, summary()));
        }
    }
}
