using Vera.GcStress.Programs;

namespace Vera.GcStress.Triage;

/// <summary>The harness itself failed on a case: that is our bug, and the case shows it.</summary>
/// <param name="number">The number of the case that was drawn.</param>
/// <param name="stressCase">The case, or a smaller one made of it; null if none could be drawn.</param>
/// <param name="cause">What went wrong.</param>
internal sealed class HarnessBrokenException(long number, StressCase? stressCase, Exception cause)
    : Exception($"the harness broke on case {number}: {cause.Message}", cause)
{
    public StressCase? Case => stressCase;
}
