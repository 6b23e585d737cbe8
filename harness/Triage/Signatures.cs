using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;

namespace Vera.GcStress.Triage;

/// <summary>
/// Which failures are of one bug, on one kind of target: the same answers wherever failures are compared, whether they
/// were drawn, are being shrunk, are shrunk, or lie in a file.
/// </summary>
public abstract class Signatures
{
    /// <summary>
    /// Sorts failures before anything else is known, so that a thousand failing cases of one kind cost one search.
    /// </summary>
    public abstract string BucketOf(StressCase drawn, Verdict.Fail failure);

    /// <summary>What a smaller case keeps if it shows the same bug beyond doubt.</summary>
    public abstract string ShapeOf(StressCase candidate, Verdict.Fail failure);

    /// <summary>What a small case that fails seems to be caused by; null where nothing can look inside.</summary>
    public virtual LikelyCause? CauseOf(StressCase failing) => null;

    /// <summary>The bug of a case as it was drawn, if that can be told for certain; otherwise null.</summary>
    public virtual LikelyCause? Certain(StressCase drawn, Verdict.Fail failure, TestRig rig) => null;

    /// <summary>Whether <see cref="Early"/> can say anything.</summary>
    public virtual bool TellsEarly => false;

    /// <summary>
    /// What <see cref="Of"/> says, where a failure that is not yet minimal shows as much; otherwise null.
    /// </summary>
    /// <param name="found">The failure, shrunk so far.</param>
    /// <param name="rig">To run cases that are like it.</param>
    public virtual string? Early(ShrunkFailure found, TestRig rig) => null;

    /// <summary>What findings have in common if they show one bug.</summary>
    /// <param name="found">The shrunk failure.</param>
    /// <param name="rig">To run cases that are like it.</param>
    public abstract string Of(ShrunkFailure found, TestRig rig);

    /// <summary>
    /// What a failure and one on file have in common if they show one bug in two cases; null if that cannot be told.
    /// </summary>
    public abstract string? BugOf(StressCase stressCase, Verdict.Fail failure, TestRig rig);
}
