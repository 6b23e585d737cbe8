using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;

namespace Vera.GcStress.Triage;

/// <summary>Whether another case fails of the bug that is being shrunk.</summary>
/// <remarks>
/// It does while the evidence keeps its shape. Where another oracle speaks first, cases of one bug meet all the same:
/// if they do the same, one with a local and one without; if they are small and some oracle, asked alone, says the same
/// of both; or if they are small and have the same likely cause. Only small ones, since a large one may well hold two
/// bugs, and since to look for a cause takes longer than to run a case.
/// </remarks>
internal sealed class SameBug(Signatures signatures, CaseFailure failure, TestRig rig)
{
    private const int SmallOpsMax = 6;

    /// <summary>Of the failure, and of what turned out to be the same bug.</summary>
    private readonly HashSet<string> shapes = [signatures.ShapeOf(failure.Case, failure.Failure)];
    private readonly Dictionary<StressCase, string?> causes = [];
    private readonly bool asksAlone = failure.Lane == Lane.Driven && rig.Driven.LiesAlike;

    /// <summary>The last case of the same bug, and what each oracle says of it alone, once asked.</summary>
    private StressCase latest = failure.Case;
    private HashSet<string>? latestAlone;

    /// <summary>Whether it is; if so, the next cases may be like this one too.</summary>
    public bool IsSeenIn(StressCase candidate, Verdict.Fail fail)
    {
        var shape = signatures.ShapeOf(candidate, fail);
        var isSame = shapes.Contains(shape)
            || DoesTheSame(candidate, latest)
            || (IsSmall(candidate) && (LooksTheSameAlone(candidate) || HasTheSameCause(candidate)));
        if (isSame)
        {
            shapes.Add(shape);
            (latest, latestAlone) = (candidate, null);
        }

        return isSame;
    }

    private static bool IsSmall(StressCase stressCase) => stressCase.Ops.Length <= SmallOpsMax;

    /// <summary>
    /// Whether both evaluate the same: one may hold what the other reads. Where that is little, in whatever heap and
    /// whenever it collects.
    /// </summary>
    private static bool DoesTheSame(StressCase one, StressCase other) =>
        (IsSmall(one) || (one.Heap == other.Heap && one.Schedule.Equals(other.Schedule)))
        && one.Ops.Length == other.Ops.Length
        && one.Ops.Zip(other.Ops).All(ops => ops.First.Equals(ops.Second)
            || (ops.First.Operand is { } value && value.Equals(ops.Second.Operand)));

    private bool LooksTheSameAlone(StressCase candidate) =>
        asksAlone && IsSmall(latest) && (latestAlone ??= [.. ShapesAlone(latest)]).Overlaps(ShapesAlone(candidate));

    private IEnumerable<string> ShapesAlone(StressCase failing) =>
        rig.Driven.TryEach(failing).Select(fail => signatures.ShapeOf(failing, fail));

    private bool HasTheSameCause(StressCase candidate) =>
        CauseOf(candidate) is { } cause && (cause == CauseOf(latest) || cause == CauseOf(failure.Case));

    private string? CauseOf(StressCase failing)
    {
        if (!causes.TryGetValue(failing, out var cause))
        {
            cause = signatures.CauseOf(failing)?.Class;
            causes.Add(failing, cause);
        }

        return cause;
    }
}
