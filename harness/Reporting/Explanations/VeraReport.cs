using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Stressing;

namespace Vera.GcStress.Reporting.Explanations;

/// <summary>The report on a case of a real Vera: what failed first, whose bug it is last.</summary>
internal static class VeraReport
{
    /// <summary>A few lines, without a line end after the last.</summary>
    public static string Of(VeraFacts facts) => string.Join('\n', facts.Verdict is Verdict.Fail fail
        ? [.. Failure(facts, fail)]
        : new[] { $"{Outcome(facts.Verdict)}: {PlainText.Line(facts.File)} ({facts.Vera})" });

    private static string Outcome(Verdict verdict) => verdict is Verdict.Pass ? "PASS" : VerdictText.Of(verdict);

    private static IEnumerable<string> Failure(VeraFacts facts, Verdict.Fail fail)
    {
        yield return $"FAIL {fail.Oracle.Text()}: {PlainText.Line($"{fail.Evidence}")}";
        yield return ExplainText.Row("case", $"{PlainText.Line(facts.File)} ({facts.Vera})");
        yield return ExplainText.Row("schedule", $"{facts.Case.Schedule}");
        if (fail.Op < facts.Case.Ops.Length)
        {
            yield return ExplainText.Row($"op {fail.Op}", PlainText.Line($"{facts.Case.Ops[fail.Op]}"));
        }

        if (facts.Shows is { } shows)
        {
            yield return ExplainText.Row("shows", BugWords.Shows(shows));
        }

        if (facts.Swaps.Count > 0)
        {
            yield return ExplainText.Row("swaps", facts.Cure is { } cure
                ? $"with {cure} it is gone"
                : $"with {string.Join(", ", facts.Swaps)} it stays");
        }

        if (facts.Program is { } program)
        {
            yield return ExplainText.Row("mechanism", PlainText.Line(BugWords.Mechanism(program)));
            yield return ExplainText.Row("layer", PlainText.Line(BugWords.Layer(program)));
        }

        if (facts.Signature is { } bug && !bug.Contains('\n'))
        {
            yield return ExplainText.Row("signature", PlainText.Line(bug));
        }

        yield return "";
        yield return $"LIKELY CAUSE: {facts.Cause ?? "none that is known here"}";
        yield return $"To tell Vera's makers of it: {facts.Issue}";
    }
}
