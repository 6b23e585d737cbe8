using System.CommandLine;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Files;
using Vera.GcStress.Generation;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Trials;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>matrix --target vera</c>: what holds and what fails, for every release and element type.</summary>
internal static class VeraMatrixRun
{
    private const int CasesMost = 10_000;

    /// <param name="parsed">The command line.</param>
    /// <param name="cases">The option that says how many cases a type is tried with.</param>
    /// <param name="json">Where the result goes as JSON, or null.</param>
    /// <param name="invocation">Where words go.</param>
    /// <exception cref="UsageException">An option does not fit.</exception>
    public static ExitCode Run(ParseResult parsed, Option<string?> cases, string? json, Invocation invocation)
    {
        var matrix = new VeraMatrix(
            VeraChoice.FindAll(parsed.GetValue(Options.Veras), invocation.Stop),
            (int)parsed.Read(cases, OptionText.Count(1, CasesMost), VeraMatrix.CasesUsual),
            parsed.Read(Options.Seed, OptionText.Seed, 1UL));
        var elements = parsed.Read(Options.Elements, OptionText.Elements, GenerationOptions.Default.Elements);
        var result = matrix.Run(elements, Progress, invocation.Stop);
        VeraMatrixTable.Print(result, invocation.Screen);
        var outputs = new Outputs();
        outputs.Write(json, () => VeraMatrixDocument.Of(result));
        return outputs.Ended(invocation.Stop.IsCancellationRequested ? ExitCode.Interrupted : invocation.EndedEmpty(
            VeraMatrixTable.WhyEmpty(result), parsed.GetValue(Options.AllowEmpty)));

        void Progress(string doing)
        {
            if (!parsed.GetValue(Options.Quiet))
            {
                invocation.Screen.Error.WriteLine(doing);
            }
        }
    }
}
