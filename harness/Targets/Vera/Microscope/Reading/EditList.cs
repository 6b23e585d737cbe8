using System.Text;

namespace Vera.GcStress.Targets.Vera.Microscope.Reading;

/// <summary>Changes to a text, each at a place of the text as it was; carried out all at once.</summary>
internal sealed class EditList(string text)
{
    private readonly List<(int Start, int End, string Text)> edits = [];

    /// <summary>Puts text where something begins; what is put at one place stays in the order it was put.</summary>
    public void Insert(int at, string inserted) => edits.Add((at, at, inserted));

    /// <summary>Puts other text in a token's place.</summary>
    public void Replace(WatToken token, string replacement) => edits.Add((token.Start, token.End, replacement));

    /// <summary>Takes out what stands from one token to another one, both included.</summary>
    public void Remove(WatToken first, WatToken last) => edits.Add((first.Start, last.End, ""));

    /// <summary>The text after all changes.</summary>
    public string Apply()
    {
        var changed = new StringBuilder(text.Length + (64 * edits.Count));
        var done = 0;
        foreach (var (start, end, replacement) in edits.OrderBy(edit => edit.Start))
        {
            changed.Append(text, done, start - done).Append(replacement);
            done = end;
        }

        return $"{changed.Append(text, done, text.Length - done)}";
    }
}
