using Vera.GcStress.Campaigns;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>One planted bug as people and scripts are told of it.</summary>
/// <param name="Layer">The part of the system that it sits in.</param>
/// <param name="Issue">Vera's public issue, or null.</param>
/// <param name="Mechanism">What goes wrong, in one sentence.</param>
/// <param name="Where">The options under which it shows.</param>
/// <param name="Result">What became of it.</param>
public sealed record FaultRow(string Layer, int? Issue, string Mechanism, string Where, TrialResult Result)
{
    /// <summary>The planted bug that it cannot be told from, from outside; null: there is none.</summary>
    public string? Alike { get; init; }
}
