using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets;

/// <summary>A target that carries out many cases at once much faster than one by one.</summary>
public interface IBatchTarget : ITarget
{
    /// <summary>
    /// Carries cases out ahead of time: until the next such call, <see cref="ITarget.Run"/> of one of them is an answer
    /// that is there already.
    /// </summary>
    /// <exception cref="OperationCanceledException"><see cref="Stop"/> was cancelled before the end.</exception>
    void Prefetch(IReadOnlyList<StressCase> cases);

    /// <summary>Tells of cases that may come after these; what can be made ready meanwhile may be.</summary>
    /// <param name="cases">They are told of again, or never run.</param>
    void Announce(IReadOnlyList<StressCase> cases);

    /// <summary>Ends whatever runs once it is cancelled: no answer is worth waiting for then.</summary>
    CancellationToken Stop { set; }
}
