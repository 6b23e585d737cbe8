using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting.Sarif;
using Vera.GcStress.Stressing;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Reporting.Stressing;

/// <summary>What came of stressed programs, as lines for people.</summary>
internal static class StressText
{
    /// <summary>A program in one line, and each finding in one more.</summary>
    public static string Of(ProgramResult program)
    {
        var text = new StringBuilder(NameOf(program.Verdict).PadRight(12));
        text.Append(PlainText.Line(program.File));
        if (program.Function.Length > 0 && program.Verdict != ProgramVerdict.NotRun)
        {
            text.Append($": {program.Function}");
        }

        if (program.Runs > 0)
        {
            text.Append($": {Numbers.Of(program.Runs, "run")} in {program.Seconds:F1} s");
        }

        text.Append(program.Reason.Length > 0 ? $": {PlainText.Line(program.Reason)}" : "");
        foreach (var finding in program.Findings)
        {
            text.Append($"\n            {(finding.IsKnown ? "known: " : "")}{finding.Oracle} ");
            text.Append($"({finding.Shows.Text()}; {finding.Way}; {Numbers.Of(finding.Runs, "run")}): ");
            text.Append(finding.Evidence);
            text.Append(finding.IsUnwritten ? $"; {BugWords.Unwritten}" : finding.Lost is { } lost ? $"; {lost}" : "");
            text.Append(finding.Cure is { } cure ? $"; cured by {cure}" : "");
            text.Append(finding.Cause is { } cause ? $"; {cause}" : "");
        }

        return $"{text}";
    }

    public static string Summary(StressReport report)
    {
        var findings = report.Programs.Sum(program => program.Findings.Count(finding => !finding.IsKnown));
        var functions = report.Programs.Count > report.Files
            ? $", {Numbers.Of(report.Programs.Count, "function")}"
            : "";
        return $"{Numbers.Of(findings, "finding")} in {Numbers.Of(report.Files, "program")}{functions}: " +
            string.Join(", ", Enum.GetValues<ProgramVerdict>().Select(v => $"{report.Count(v):N0} {NameOf(v)}")) +
            (report.Rejected > 0 ? $" ({report.Rejected:N0} of them rejected by Vera)" : "") +
            $"; {Numbers.Of(report.Runs, "run")} in {Numbers.Duration(report.Elapsed)} ({report.RunsPerSecond:N0}/s)" +
            (report.Interrupted ? "; interrupted" : "");
    }

    /// <summary>What is said where no program was judged; null: one was.</summary>
    public static string? WhyEmpty(StressReport report) =>
        report.Count(ProgramVerdict.Pass) + report.Count(ProgramVerdict.Fail) > 0 ? null
        : Emptiness.Because(report.Programs is [var first, ..]
            ? $"of {PlainText.Line(first.File)}, {first.Reason}" +
                (report.Programs.Count > 1 ? $", and {Numbers.Of(report.Programs.Count - 1, More(report))}" : "")
            : "no program was run");

    private static string More(StressReport report) => report.Files == 1 ? "more function" : "more program";

    /// <summary>The same as a few lines of Markdown.</summary>
    public static string Markdown(StressReport report)
    {
        var text = new StringBuilder($"## Stressed programs\n\n{Summary(report)}\n");
        foreach (var program in report.Programs.Where(program => program.Findings.Length > 0))
        {
            text.Append($"\n~~~~text\n{Of(program).Replace("~~~~", "~ ~ ~ ~", StringComparison.Ordinal)}\n~~~~\n");
        }

        return $"{text}\n";
    }

    /// <summary>What is wrong with programs, each at its own file.</summary>
    /// <param name="report">What came of them.</param>
    /// <param name="again">The words that run a function of one of them again, up to its file.</param>
    /// <param name="arguments">What its function was given.</param>
    public static SarifResult[] Wrong(
        StressReport report, Func<string, IReadOnlyList<string>> again, IReadOnlyList<string> arguments) =>
    [
        .. from seen in report.Programs
               .SelectMany(program => program.Findings.Select(finding => (Program: program, Finding: finding)))
               .DistinctBy(seen => (seen.Program.File, seen.Finding.Key))
           let program = seen.Program
           let finding = seen.Finding
           select new SarifResult(
               finding.Oracle, $"{finding.Function} ({finding.Way}): {finding.Evidence}", program.File, finding.Key)
           {
               Key = finding.Key,
               Again = again(program.Function),
               AfterFile = arguments.Count == 0 ? [] : ["--", .. arguments],
               IsKnown = finding.IsKnown,
               Line = finding.Line,
           },
    ];

    internal static string NameOf(ProgramVerdict verdict) =>
        verdict == ProgramVerdict.NotRun ? "not-run" : $"{verdict}".ToLowerInvariant();
}
