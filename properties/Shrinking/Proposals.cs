using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>Cases and what passes propose for them as single lines, with semicolons between the ops.</summary>
internal static class Proposals
{
    public static string[] Of(ShrinkPass pass, string start) => [.. pass(Case(start)).Select(Line)];

    public static StressCase Case(string line)
    {
        var lines = line.Split("; ", StringSplitOptions.RemoveEmptyEntries);
        var indent = 0;
        for (var at = 0; at < lines.Length; at++)
        {
            indent -= lines[at].Contains("= return ") ? 2 : 0;
            var (text, spaces) = (lines[at], indent);
            lines[at] = new string(' ', spaces) + text;
            indent += text == "call" ? 2 : 0;
        }

        return CaseText.Parse(string.Join('\n', lines));
    }

    public static VeraType Type(string text)
    {
        var reader = new CaseReader(text, 0, 1);
        reader.NextLine();
        return TypeParser.Read(reader);
    }

    public static string Line(StressCase stressCase) => string.Join("; ", stressCase.ToString()
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
