using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Types;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Targets;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Campaigns;

/// <summary>A shrunk failure.</summary>
/// <param name="Number">The number of the case that failed.</param>
/// <param name="Failure">What the oracle says of the shrunk case.</param>
/// <param name="Case">The shrunk case.</param>
/// <param name="DrawnOps">Ops of the case as it was drawn.</param>
/// <param name="Attempts">Cases that shrinking tried.</param>
/// <param name="IsMinimal">Whether every smaller step was seen to pass.</param>
/// <param name="File">Where it is saved, or null.</param>
public sealed record Finding(
    long Number, Verdict.Fail Failure, StressCase Case, int DrawnOps, int Attempts, bool IsMinimal, string? File)
{
    /// <summary>The file of a saved case that shows the same bug; null: this one is new.</summary>
    public string? Known { get; init; }

    /// <summary>What the base is called that fails alike; null: it does not, or there is none.</summary>
    public string? Base { get; init; }

    /// <summary>The likely cause in one line, or null.</summary>
    public string? Cause { get; init; }

    /// <summary>What findings of the same bug have in common; null: it was not asked for.</summary>
    public string? Signature { get; init; }

    /// <summary>What it takes to see it on a real Vera; null elsewhere.</summary>
    public Shown? Shows { get; init; }

    /// <summary>The swap of a part with which it is not seen, or null.</summary>
    public string? Cure { get; init; }

    /// <summary>Whether shrinking another failure came across this one.</summary>
    public bool Slipped { get; init; }

    /// <summary>The same without where it came from.</summary>
    public ShrunkFailure Shrunk => new(Case, Failure, Attempts, IsMinimal) { Limit = Limit };

    /// <summary>What cut shrinking short; null: nothing did.</summary>
    public ShrinkLimit? Limit { get; init; }

    /// <summary>The container type that the case is about, or null if it has none.</summary>
    public VeraType? Container { get; } = CaseContainers.First(Case);

    /// <summary>The container's element: a set's, or a map's value.</summary>
    public VeraType? Element => Container is { Kind: TypeKind.Map } map ? map.Second : Container?.First;
}
