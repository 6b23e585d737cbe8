using Vera.GcStress.Explaining;

namespace Vera.GcStress.Reporting.Explanations;

/// <summary>An explanation and where its case comes from.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Heap">What ran it: <c>host-store on hardened</c>.</param>
/// <param name="Explanation">What the run showed.</param>
public sealed record ExplainedCase(string File, string Heap, Explanation Explanation)
{
    /// <summary>What findings of its bug have in common; null: it passes.</summary>
    public string? Signature { get; init; }
}
