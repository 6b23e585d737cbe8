using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets;

/// <summary>A target that carries out many cases at once much faster than one by one.</summary>
public interface IBatchTarget : ITarget
{
    /// <summary>
    /// Carries cases out ahead of time: until the next such call, <see cref="ITarget.Run"/> of one of them is an answer
    /// that is there already.
    /// </summary>
    void Prefetch(IReadOnlyList<StressCase> cases);
}
