using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Types;
using Vera.GcStress.Shrinking;

namespace Vera.GcStress.Triage;

/// <summary>How one failure is shrunk, whoever asks: what it holds on to, and how far it goes.</summary>
/// <param name="Signatures">Says which cases show the same bug.</param>
/// <param name="Elements">A case about one of these element types stays one about them.</param>
public sealed record ShrinkPlan(Signatures Signatures, ImmutableArray<TypeKind> Elements)
{
    /// <summary>Cases to try.</summary>
    public int AttemptsMax { get; init; } = ShrinkOptions.AttemptsUsual;

    /// <summary>Small cases to look at in the end, for the normal form.</summary>
    public int SmallCasesMax { get; init; }

    /// <summary>How long it may take; null: as long as the attempts do.</summary>
    public TimeSpan? TimeMax { get; init; }

    /// <summary>Told of each new best case and of the attempts made so far.</summary>
    public Action<StressCase, int>? Progress { get; init; }

    /// <summary>Cases that the target likes to be told of at once; fewer than two: none.</summary>
    public int BatchCases { get; init; } = 1;

    /// <summary>Smaller documents to try.</summary>
    public Func<VeraType, string, IEnumerable<string>>? SmallerDocuments { get; init; }
}
