using Vera.GcStress.Targets;

namespace Vera.GcStress.Stressing;

/// <summary>What a program shows of a bug, whatever the program is called and prints: one bug's signature.</summary>
/// <param name="Kind">What is wrong: with blocks, with roots, or with what the program does.</param>
/// <param name="Shows">The least that it takes to see it.</param>
/// <param name="Cure">The swap with which it is not seen, or null.</param>
/// <param name="Maker">The host's function that makes the block which is lost; empty: generated code does; null: it is
/// not known which block is.</param>
/// <param name="Freer">The host's function that asks for the collection which frees it; the same for that.</param>
public sealed record ProgramSight(string Kind, Shown Shows, string? Cure, string? Maker, string? Freer)
{
    /// <summary>Of the finding that takes least to be seen; null: there is none.</summary>
    public static ProgramSight? Of(ProgramResult result) => Worst(result) is { } worst
        ? new(KindOf(worst.Oracle), worst.Shows, worst.Cure, worst.Lost?.MakerImport, worst.Lost?.SiteImport)
        : null;

    /// <summary>The finding that takes least to be seen.</summary>
    public static StressFinding? Worst(ProgramResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Findings
            .OrderBy(finding => finding.Shows)
            .ThenBy(finding => KindOf(finding.Oracle), StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>A freed block that is read gives a wrong text or ends in a trap: that is one thing.</summary>
    private static string KindOf(string oracle) => oracle is "termination" or "invisibility" ? "behaviour" : oracle;
}
