using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Stressing;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Reporting.Explanations;

/// <summary>What a case does on a real Vera, and what was found out about its bug.</summary>
/// <param name="File">The case's file.</param>
/// <param name="Vera">The release.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="Case">The case, with the schedule that shows it.</param>
internal sealed record VeraFacts(string File, string Vera, Verdict Verdict, StressCase Case)
{
    /// <summary>What it takes to see it; null where there is one way to look.</summary>
    public Shown? Shows { get; init; }

    /// <summary>Parts that were swapped, as options call the swaps.</summary>
    public IReadOnlyList<string> Swaps { get; init; } = [];

    /// <summary>The swap with which it is not seen, or null.</summary>
    public string? Cure { get; init; }

    /// <summary>The likely cause in one line, or null.</summary>
    public string? Cause { get; init; }

    /// <summary>What findings of the same bug have in common, or null.</summary>
    public string? Signature { get; init; }

    /// <summary>What its program shows by itself when it is stressed, or null.</summary>
    public StressFinding? Program { get; init; }

    /// <summary>The command that makes an issue of it.</summary>
    public string Issue { get; init; } = "";
}
