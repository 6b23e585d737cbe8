using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;
using Vera.GcStress.Shrinking;

namespace Vera.GcStress.Campaigns;

/// <summary>Shrinks one failure to a finding, and holds on to its bug on the way.</summary>
/// <remarks>What fails and is not the same bug, as <see cref="SameBug"/> has it, is a slip.</remarks>
internal sealed class FailureShrinker(CampaignOptions options, CaseFailure failure, Slips slips, TestRig rig)
{
    private readonly bool asked = IsWhatWasAskedFor(failure.Case, options);
    private readonly Dictionary<StressCase, Verdict.Fail> seen = new() { [failure.Case] = failure.Failure };
    private CancellationToken stop;
    private readonly SameBug bug = new(options, failure, rig);

    public Finding Shrink(CancellationToken deadline)
    {
        stop = deadline;
        var result = Search(deadline);
        return new(
            failure.Number,
            seen[result.Smallest],
            result.Smallest,
            failure.Case.Ops.Length,
            result.Attempts,
            result.IsMinimal,
            null)
        {
            Cause = options.LikelyCause?.Invoke(result.Smallest)?.Title,
            Slipped = failure.Slipped,
        };
    }

    private ShrinkResult Search(CancellationToken deadline)
    {
        var shrinker = new Shrinker(
            Fails,
            new ShrinkOptions
            {
                AttemptsMax = options.ShrinkAttemptsMax,
                SmallCasesMax = options.SmallCasesMax,
                Deadline = deadline,
                SmallerDocuments = options.SmallerDocuments,
                AheadMax = options.BatchCases > 1 ? options.BatchCases : 0,
                Ahead = Prefetch,
            });
        try
        {
            return shrinker.Shrink(failure.Case);
        }
        catch (StartPassesException) when (!rig.Driven.CollectsAtPoints)
        {
            // A real Vera ran it among others; alone it lies otherwise in memory, and what happened stays a finding.
            return new(failure.Case, Attempts: 1, IsMinimal: false, LimitHit: false);
        }
    }

    private bool Fails(StressCase candidate)
    {
        if ((asked && !IsWhatWasAskedFor(candidate, options)) || Judged(candidate) is not Verdict.Fail fail)
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
    private static bool IsWhatWasAskedFor(StressCase candidate, CampaignOptions options) =>
        Finding.FirstContainer(candidate) is { } container &&
        container.Arguments.Any(a => options.Generation.Elements.Contains(a.Kind));

    /// <summary>Runs at once what will be judged one by one.</summary>
    private void Prefetch(IReadOnlyList<StressCase> candidates)
    {
        try
        {
            rig.Driven.Prefetch(failure.Lane == Lane.Variants
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
            return rig.Try(stressCase, failure.Lane, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new HarnessBrokenException(failure.Number, stressCase, e);
        }
    }
}
