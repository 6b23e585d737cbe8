using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;
using Vera.GcStress.Shrinking;

namespace Vera.GcStress.Triage;

/// <summary>Shrinks one failure to a finding, and holds on to its bug on the way.</summary>
/// <remarks>What fails and is not the same bug, as <see cref="SameBug"/> has it, is a slip.</remarks>
internal sealed class FailureShrinker(ShrinkPlan plan, CaseFailure failure, TestRig rig)
{
    private readonly bool asked = IsWhatWasAskedFor(failure.Case, plan);
    private readonly Dictionary<StressCase, Verdict.Fail> seen = new() { [failure.Case] = failure.Failure };
    private readonly SameBug bug = new(plan.Signatures, failure, rig);
    private readonly Slips slips = new(plan.Signatures, failure);
    private CancellationToken stop;

    /// <summary>What failed otherwise on the way.</summary>
    public IReadOnlyList<CaseFailure> Slipped => slips.Seen;

    /// <summary>Judges a case; by default as the failure was seen.</summary>
    public Func<StressCase, CancellationToken, Verdict> Judge { get; init; } =
        (stressCase, stop) => rig.Try(stressCase, failure.Lane, stop);

    /// <summary>The smallest case of the same bug that was found by then.</summary>
    public ShrunkFailure Shrink(CancellationToken deadline)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        if (plan.TimeMax is { } time)
        {
            limit.CancelAfter(time);
        }

        stop = limit.Token;
        var result = Search(stop);
        return new(result.Smallest, seen[result.Smallest], result.Attempts, result.IsMinimal) { Limit = result.Limit };
    }

    private ShrinkResult Search(CancellationToken deadline)
    {
        var shrinker = new Shrinker(
            Fails,
            new ShrinkOptions
            {
                AttemptsMax = plan.AttemptsMax,
                SmallCasesMax = plan.SmallCasesMax,
                Deadline = deadline,
                SmallerDocuments = plan.SmallerDocuments,
                AheadMax = plan.BatchCases > 1 ? plan.BatchCases : 0,
                Ahead = candidates => Tell(candidates, rig.Driven.Prefetch),
                Then = candidates => Tell(candidates, rig.Driven.Announce),
                Progress = plan.Progress,
            });
        try
        {
            return shrinker.Shrink(failure.Case);
        }
        catch (StartPassesException)
        {
            // A real Vera ran it among others, and alone it lies otherwise in memory. Our heap is to be as if nothing
            // had been before; but what happened stays a finding, whatever broken code made of it.
            return new(failure.Case, Attempts: 1, IsMinimal: false, LimitHit: false)
            {
                Limit = ShrinkLimit.PassesAgain,
            };
        }
    }

    private bool Fails(StressCase candidate)
    {
        if ((asked && !IsWhatWasAskedFor(candidate, plan)) || Judged(candidate) is not Verdict.Fail fail)
        {
            return false;
        }

        if (!bug.IsSeenIn(candidate, fail))
        {
            slips.Note(candidate, fail);
            return false;
        }

        seen[candidate] = fail;
        return true;
    }

    /// <summary>Whether the case is about an element type that was asked for.</summary>
    private static bool IsWhatWasAskedFor(StressCase candidate, ShrinkPlan plan) =>
        CaseContainers.First(candidate) is { } container &&
        container.Arguments.Any(a => plan.Elements.Contains(a.Kind));

    /// <summary>Of what will be judged one by one.</summary>
    private void Tell(IReadOnlyList<StressCase> candidates, Action<IReadOnlyList<StressCase>, CancellationToken> tell)
    {
        try
        {
            tell(failure.Lane == Lane.Variants
                ? [.. candidates.SelectMany(c => InvisibilityJudge.VariantsWithoutPoints(c))]
                : candidates, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new HarnessBrokenException(failure.Number, failure.Case, e);
        }
    }

    private Verdict Judged(StressCase stressCase)
    {
        try
        {
            return Judge(stressCase, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new HarnessBrokenException(failure.Number, stressCase, e);
        }
    }
}
