using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking;

/// <summary>What shrinking found.</summary>
/// <param name="Smallest">The smallest case that still fails; at worst the one that was given.</param>
/// <param name="Attempts">Cases run, the check of the start included.</param>
/// <param name="IsMinimal">
/// Whether every single edit was seen to pass: each op left out, each value lowered, each collection point removed.
/// </param>
/// <param name="LimitHit">Whether a limit of <see cref="ShrinkOptions"/> ended the search.</param>
public sealed record ShrinkResult(StressCase Smallest, int Attempts, bool IsMinimal, bool LimitHit);

/// <summary>The case to be shrunk does not fail, so there is nothing to hold on to.</summary>
internal sealed class StartPassesException() : Exception("the case does not fail: there is nothing to shrink");
