using System.Xml.Linq;
using Vera.GcStress.Explaining;
using static Vera.GcStress.Reporting.PageText;

namespace Vera.GcStress.Reporting.Explanations;

/// <summary>A case with the numbers by which everything else names its ops, and a word at those that matter.</summary>
/// <remarks>The numbers are those of a list: what is copied from the page is the case as it was.</remarks>
internal static class NumberedOps
{
    /// <summary>What stands before the ops, and the ops.</summary>
    public static IEnumerable<XElement> Of(Explanation explanation)
    {
        var ops = explanation.Case.Ops;
        string[] lines = [.. $"{explanation.Case}".TrimEnd('\n').Split('\n')];
        if (lines.Length > ops.Length)
        {
            yield return Tag("pre", Clean(string.Join('\n', lines[..^ops.Length])));
        }

        yield return Tag(
            "ol",
            Class("ops"),
            new XAttribute("start", 0),
            ops.Select((_, op) => Line(lines[lines.Length - ops.Length + op], NotesOn(op, explanation.Failure))));
    }

    private static XElement Line(string text, string notes) => notes.Length == 0
        ? Tag("li", Clean(text))
        : Tag("li", Class("here"), Clean(text), Tag("span", $"  <- {notes}"));

    private static string NotesOn(int op, FailureFacts? failure) => string.Join(
        ", ",
        new[]
        {
            failure?.Block is { } block && block.Allocation > 0 && block.Op == op ? "allocates the lost block" : null,
            failure?.Block?.FreedBy?.Op == op ? "its collection frees it" : null,
            failure?.Fail.Op == op ? "fails here" : null,
        }
        .OfType<string>());
}
