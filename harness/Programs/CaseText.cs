namespace Vera.GcStress.Programs;

/// <summary>The text of a case, both ways: one op a line, callees indented, every type told once.</summary>
/// <remarks>
/// Printing never fails, however careless the case; only what <see cref="CaseRepair"/> leaves as it is reads back.
/// </remarks>
public static class CaseText
{
    public static string Print(Expr expr) => new CasePrinter().WriteOperand(expr).ToString();

    public static string Print(Op op) => new CasePrinter().WriteOp(op).ToString();

    public static string Print(CollectionSchedule schedule) => new CasePrinter().WriteSchedule(schedule).ToString();

    public static string Print(StressCase stressCase) => new CasePrinter().WriteCase(stressCase).ToString();

    /// <summary>The case that a text spells, never repaired.</summary>
    /// <exception cref="CaseFormatException">The text is not a case, or not a valid one.</exception>
    public static StressCase Parse(string text) => Parse(text, 0, 1);

    /// <summary>The same for a text that begins within a file, at the start of a line.</summary>
    internal static StressCase Parse(string text, int start, int line) => CaseParser.Parse(text, start, line);
}
