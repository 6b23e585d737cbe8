using Vera.GcStress.Explaining;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;
using Vera.GcStress.Shrinking;

namespace Vera.GcStress.Triage;

/// <summary>On our own heap, where shrinking ends in a normal form and a failing run can be explained.</summary>
/// <param name="explain">Explains a case on that heap; null: nothing does.</param>
internal sealed class HeapSignatures(Func<StressCase, Explanation>? explain = null) : Signatures
{
    /// <summary>The kinds of the wrong value and its elements or, without one, the shape of the evidence.</summary>
    public override string BucketOf(StressCase drawn, Verdict.Fail failure) => failure.Subject is { } type
        ? $"{failure.Oracle.Text()}: {string.Join(' ', [type.Kind, .. type.Arguments.Select(a => a.Kind)])}"
        : EvidenceShape.Of(failure);

    /// <summary>The types may become simpler, so that failures of one cause meet.</summary>
    public override string ShapeOf(StressCase candidate, Verdict.Fail failure) =>
        failure.Subject is null ? EvidenceShape.Of(failure) : failure.Oracle.Text();

    public override LikelyCause? CauseOf(StressCase failing) =>
        Found(failing) is { } cause ? new($"{cause.Kind}", cause.Title) : null;

    public override bool TellsEarly => explain is not null;

    /// <summary>
    /// The step that went wrong, unless that is known by the operations or the forms that the simplest case is left
    /// with, or by how cases next to it fare.
    /// </summary>
    public override string? Early(ShrunkFailure found, TestRig rig)
    {
        var explained = explain?.Invoke(found.Case);
        return explained?.Failure?.Cause.Kind
            is null or CauseKind.WrongOperation or CauseKind.HostOutOfBounds or CauseKind.RootPopped
            || found.Failure.Evidence.Core is Evidence.BlocksMiscounted
                ? null
                : FactsOf(found, explained, rig);
    }

    /// <summary>
    /// The step that went wrong; where the run does not name it, the likely cause, the normal form, and how the cases
    /// next to it fare.
    /// </summary>
    public override string Of(ShrunkFailure found, TestRig rig)
    {
        var canRun = CanRun(found);
        var (plainest, explained) = canRun ? Plainest(found, rig) : (found, explain?.Invoke(found.Case));
        return FactsOf(plainest, explained, rig)
            ?? (canRun ? FactsOfNewHeap(plainest.Case, rig) : null)
            ?? $"{explained?.Failure?.Cause.Title}\n{EvidenceShape.Of(plainest.Failure)}\n{plainest.Case}" +
                (canRun ? Neighbours.Of(plainest.Case, rig) : "");
    }

    /// <summary>Whether cases like it may be run: one whose time was up may lie on a target that hangs.</summary>
    private static bool CanRun(ShrunkFailure found) => found.IsMinimal || found.Limit == ShrinkLimit.Attempts;

    /// <summary>The first value that is wrong, where a wrong value or what comes of it is all that is seen.</summary>
    private (ShrunkFailure Found, Explanation? Explained) Plainest(ShrunkFailure found, TestRig rig)
    {
        var explained = explain?.Invoke(found.Case);
        return explained?.Failure?.Cause.Kind is CauseKind.WrongOperation or CauseKind.HostOutOfBounds
            && KeyProbes.InsertingInstead(FoldProbes.Unrolled(FirstWrong.Of(found, rig), rig), rig) is var plainest
            && plainest != found
                ? (plainest, explain?.Invoke(plainest.Case))
                : (found, explained);
    }

    private static string? FactsOf(ShrunkFailure found, Explanation? explained, TestRig rig) =>
        explained is null || BugFacts.Of(explained) is not { } facts ? null
        : WrongResult.IsOfInsertion(explained) ? $"{facts}; {FoldProbes.Of(found.Case, rig)}"
        : found.Failure.Evidence.Core is Evidence.BlocksMiscounted ? $"{facts}; {WhenCounted(found.Case, rig)}"
        : WhatElse.Of(facts, explained, rig);

    /// <summary>What the case shows in a new heap, if it fails there: the one before it may be made wrong.</summary>
    private string? FactsOfNewHeap(StressCase simplest, TestRig rig) => simplest.Heap != HeapState.Empty
        && Neighbours.Repeated(simplest.With(HeapState.Empty).With(new CollectionSchedule.Eager())) is var anew
        && Probe.Fails(anew, rig)
            ? explain?.Invoke(anew) is { } explained ? BugFacts.Of(explained) : null
            : null;

    /// <summary>
    /// A block that is taken too early is in use only while a collection comes between. Of a heap that goes on beyond
    /// its ceiling the count is wrong too, and the ceiling stays in the smallest case.
    /// </summary>
    private static string WhenCounted(StressCase simplest, TestRig rig) =>
        simplest.Tables.Ceiling is not null ? "in a heap with a ceiling"
        : Probe.Fails(simplest.With(new CollectionSchedule.Natural()), rig)
        ? "whenever they are counted"
        : "in a collection that an allocation waits for";

    /// <summary>The cause, whichever oracle saw it, if it says more than that something is wrong.</summary>
    public override string? BugOf(StressCase stressCase, Verdict.Fail failure, TestRig rig) =>
        Found(stressCase) is { Kind: not CauseKind.WrongOperation } cause ? cause.Title : null;

    private Cause? Found(StressCase failing) => explain?.Invoke(failing).Failure?.Cause;
}
