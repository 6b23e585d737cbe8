namespace Vera.GcStress.Reporting.Replays;

/// <summary>What one release of Vera says to a case.</summary>
/// <param name="Release">Its version; where others say that they are the same, with its command.</param>
/// <param name="Answer">The kind of verdict, without its evidence.</param>
/// <param name="Verdict">The whole of it, in one line.</param>
/// <param name="Changed">Whether the release before it answered otherwise, or failed of another bug.</param>
public sealed record ReleaseAnswer(string Release, string Answer, string Verdict, bool Changed)
{
    /// <summary>Whether it passed or failed there.</summary>
    public bool Judged { get; init; }

    /// <summary>What failures of the same bug have in common; null: it does not fail.</summary>
    public string? Signature { get; init; }
}

/// <summary>The answers of several releases, for people and for scripts.</summary>
internal static class ReleaseAnswers
{
    public static string Line(ReleaseAnswer answer) =>
        $"{(answer.Changed ? "changes" : ""),-8}{answer.Release,-10} {answer.Verdict}";

    /// <summary>What is said where no release judged the case; null: one did.</summary>
    public static string? WhyEmpty(IReadOnlyList<ReleaseAnswer> answers) => answers.Any(answer => answer.Judged)
        ? null
        : Emptiness.Because(answers is [var first, ..]
            ? $"on {first.Release}, {first.Verdict}"
            : "the case was not run");

    public static string Summary(IReadOnlyList<ReleaseAnswer> answers)
    {
        var changes = Enumerable.Range(0, answers.Count).Where(i => answers[i].Changed).ToArray();
        return changes.Length == 0
            ? $"The same on all of them: {answers.Select(a => a.Answer).FirstOrDefault("not run")}."
            : $"First change: {answers[changes[0] - 1].Answer} on {answers[changes[0] - 1].Release}, " +
                $"{answers[changes[0]].Answer} on {answers[changes[0]].Release}" +
                (answers[changes[0] - 1].Answer == answers[changes[0]].Answer ? ", of another bug" : "") +
                (changes.Length > 1 ? $"; {changes.Length - 1} more." : ".");
    }
}
