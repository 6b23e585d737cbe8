using Vera.GcStress.Programs;

namespace Vera.GcStress.Reporting;

/// <summary>A case inside other text.</summary>
public static class CaseLines
{
    /// <summary>Each line of the case behind four blanks, so that it stands out and can be copied.</summary>
    public static string Indented(StressCase stressCase) =>
        string.Join('\n', stressCase.ToString().TrimEnd('\n').Split('\n').Select(line => $"    {line}"));
}
