using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>When the first oracle failed.</summary>
internal enum FailurePhase
{
    None,
    Observation,
    Collection,
    OpEnd,
    Release,
    Trap,
}

/// <summary>What ran when the first oracle failed.</summary>
/// <param name="Phase">What the oracle looked at.</param>
/// <param name="Op">The op that ran.</param>
/// <param name="Site">What of it ran.</param>
/// <param name="Collection">The collection that ran, or null.</param>
/// <param name="Requested">The payload bytes of the allocation that ran, or null.</param>
internal readonly record struct FailingMoment(
    FailurePhase Phase, int Op, RunSite Site, CollectionRecord? Collection, int? Requested);
