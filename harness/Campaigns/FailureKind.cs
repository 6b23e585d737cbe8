using System.Text;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Campaigns;

/// <summary>
/// Sorts failures before they are shrunk, so that a thousand failing cases of one kind cost one search: by oracle, and
/// by the container and element kinds of the wrong value or, without one, by the evidence with its numbers left out.
/// </summary>
public static class FailureKind
{
    public static string Of(Verdict.Fail failure) => $"{failure.Oracle.Text()}: " + (failure.Subject is { } type
        ? string.Join(' ', [type.Kind.ToString(), .. type.Arguments.Select(a => a.Kind.ToString())])
        : WithoutNumbers($"{failure.Evidence}"));

    /// <summary>
    /// What shrinking holds on to: the oracle and the shape of its evidence. The types may become simpler, so that
    /// failures of one cause meet.
    /// </summary>
    public static string Shape(Verdict.Fail failure) =>
        failure.Subject is null ? Of(failure) : failure.Oracle.Text();

    /// <summary>The words of a text that have no digits in them.</summary>
    public static string WithoutNumbers(string evidence)
    {
        var words = new StringBuilder();
        foreach (var word in evidence.Split(' '))
        {
            if (!word.Any(char.IsAsciiDigit))
            {
                words.Append(word).Append(' ');
            }
        }

        return words.ToString();
    }
}
