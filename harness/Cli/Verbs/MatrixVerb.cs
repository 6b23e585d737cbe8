using System.Collections.Immutable;
using System.CommandLine;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Documents;
using Vera.GcStress.Files;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Trials;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>matrix</c>: what holds and what fails, for every runtime, collector and element type.</summary>
internal static class MatrixVerb
{
    private const string Known = "repro";

    private static readonly Option<string?> Runtimes = Options.Text(
        "--runtime", "LIST", $"Which runtimes (default: all): {HeapChoice.Runtimes}.");

    private static readonly Option<string?> Collectors = Options.Text(
        "--gc", "LIST", "Which collectors: vera, hardened (default: both).");

    private static readonly Option<string?> Cases = Options.Text(
        "--cases", "N",
        $"Cases after which a type counts as holding (default {WatMatrix.CasesUsual}; vera {VeraMatrix.CasesUsual}).");

    private static readonly Option<string?> Out = Options.Text(
        "--out", "DIR", "Save a case of every failure there (default: link to the files in repro/).");

    public static Command Create() =>
        new Command("matrix", "Try every runtime on every collector with every element type; say what holds.")
        {
            Options.Target, Options.Veras, Runtimes, Collectors, Options.Elements, Cases, Options.Seed, Options.Jobs,
            Out, Options.Json, Options.AllowEmpty, Options.Quiet,
        }
        .Does(Run);

    private static ExitCode Run(ParseResult parsed, Invocation invocation)
    {
        var json = parsed.ReadPath(Options.Json);
        if (json is not null)
        {
            WholeFile.Check(json);
        }

        if (parsed.ReadPath(Out) is { } folder)
        {
            WholeFile.CheckFolder(folder);
        }

        var target = FuzzOptions.ReadTarget(parsed, [Runtimes, Collectors, Options.Jobs, Out], [Options.Veras]);
        return target == VeraChoice.Target
            ? VeraMatrixRun.Run(parsed, Cases, json, invocation)
            : RunHeaps(parsed, json, invocation);
    }

    private static ExitCode RunHeaps(ParseResult parsed, string? json, Invocation invocation)
    {
        var matrix = Read(parsed);
        var (ended, all) = (0, matrix.Trials);
        invocation.Screen.Doing($"trying {Numbers.Of(matrix.Elements, "element type")}, {all} trials in all");
        var result = matrix.Run(FilesOf(parsed, invocation), Progress, invocation.Stop);
        MatrixTable.Print(invocation.Screen, result);
        var outputs = new Outputs();
        outputs.Write(json, () => MatrixDocument.Of(result));
        return outputs.Ended(result.Interrupted ? ExitCode.Interrupted : invocation.EndedEmpty(
            MatrixTable.WhyEmpty(result), parsed.GetValue(Options.AllowEmpty)));

        void Progress(TrialResult trial)
        {
            var count = Interlocked.Increment(ref ended);
            if (!parsed.GetValue(Options.Quiet) && count % matrix.Elements == 0)
            {
                invocation.Screen.Error.WriteLine($"{count} of {all} tried; {trial.Name}");
            }
        }
    }

    private static WatMatrix Read(ParseResult parsed) => new(
        parsed.Read(Runtimes, text => List(text, HeapChoice.ReadRuntime), [.. Enum.GetValues<RuntimeKind>()]),
        parsed.Read(Collectors, text => List(text, HeapChoice.ReadGc), [.. Enum.GetValues<CollectorKind>()]),
        parsed.Read(Options.Elements, OptionText.Elements, GenerationOptions.Default.Elements),
        new TrialOptions
        {
            Seeds = [parsed.Read(Options.Seed, OptionText.Seed, 1UL)],
            CasesMax = parsed.Read(Cases, OptionText.Count(1, int.MaxValue), WatMatrix.CasesUsual),
            Jobs = FuzzOptions.ReadJobs(parsed),
            SmallerDocuments = (type, text) => DocumentEdits.Smaller(text, type),
        });

    private static MatrixFiles FilesOf(ParseResult parsed, Invocation invocation)
    {
        var known = new List<ReplayCase>();
        if (Directory.Exists(Known))
        {
            ReplayCases.Read([Known], VeraFinder.None, invocation.Screen.Error, out known);
        }

        return new(known, parsed.ReadPath(Out) is { } folder ? new CaseFolder(folder) : null);
    }

    private static ImmutableArray<T> List<T>(string text, Func<string, T> read) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(read).Distinct()];
}
