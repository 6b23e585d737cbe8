using Vera.GcStress.Programs.Repair;

namespace Vera.GcStress.Programs.Parsing;

/// <summary>Reads a case from its text: one op a line, callees indented, every type told once.</summary>
/// <remarks>
/// Printing never fails, however careless the case; only what <see cref="CaseRepair"/> leaves as it is reads back.
/// </remarks>
public static class CaseText
{
    /// <summary>The case that a text spells, never repaired.</summary>
    /// <exception cref="CaseFormatException">The text is not a case, or not a valid one.</exception>
    public static StressCase Parse(string text) => Parse(text, 0, 1);

    /// <summary>The same for a text that begins within a file, at the start of a line.</summary>
    internal static StressCase Parse(string text, int start, int line) => CaseParser.Parse(text, start, line);
}
