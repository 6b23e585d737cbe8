using Vera.GcStress.Judging;
using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;

namespace Vera.GcStress.Campaigns;

/// <summary>Shrinks one failure to a finding, and holds on to its bug on the way.</summary>
/// <remarks>
/// It is the same bug while the evidence keeps its shape; where another oracle speaks first, if a small case has the
/// same likely cause, or only holds what the other one observed. So cases of one bug meet that different oracles saw.
/// Anything else is a slip.
/// </remarks>
internal sealed class FailureShrinker(CampaignOptions options, CaseFailure failure, Slips slips, Bench bench)
{
    /// <summary>To look for a cause takes longer than to run a case, so only small ones are looked at.</summary>
    private const int ExplainedOpsMax = 6;

    /// <summary>Of the failure, and of what turned out to be the same bug.</summary>
    private readonly HashSet<string> shapes = [options.ShapeOf(failure.Case, failure.Failure)];
    private readonly bool asked = IsWhatWasAskedFor(failure.Case, options);
    private readonly Dictionary<StressCase, Verdict.Fail> seen = new() { [failure.Case] = failure.Failure };
    private readonly Dictionary<StressCase, string?> causes = [];

    /// <summary>The last case of the same bug.</summary>
    private StressCase latest = failure.Case;

    public Finding Shrink(CancellationToken deadline)
    {
        bench.Driven.Stop = deadline;
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
        catch (StartPassesException) when (!bench.Driven.CollectsAtPoints)
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

        if (!IsSameBug(candidate, fail))
        {
            slips.Note(candidate, fail);
            return false;
        }

        seen[candidate] = fail;
        return true;
    }

    private bool IsSameBug(StressCase candidate, Verdict.Fail fail)
    {
        var shape = options.ShapeOf(candidate, fail);
        var isSame = shapes.Contains(shape)
            || DoesTheSame(candidate, latest)
            || (candidate.Ops.Length <= ExplainedOpsMax
                && CauseOf(candidate) is { } cause
                && (cause == CauseOf(latest) || cause == CauseOf(failure.Case)));
        if (isSame)
        {
            shapes.Add(shape);
            latest = candidate;
        }

        return isSame;
    }

    /// <summary>Whether both evaluate the same with the same collections; one may hold what the other reads.</summary>
    private static bool DoesTheSame(StressCase one, StressCase other) =>
        one.Heap == other.Heap
        && one.Schedule.Equals(other.Schedule)
        && one.Ops.Length == other.Ops.Length
        && one.Ops.Zip(other.Ops).All(ops => ops.First.Equals(ops.Second)
            || (ops.First.Operand is { } value && value.Equals(ops.Second.Operand)));

    private string? CauseOf(StressCase failing)
    {
        if (!causes.TryGetValue(failing, out var cause))
        {
            cause = options.LikelyCause?.Invoke(failing)?.Class;
            causes.Add(failing, cause);
        }

        return cause;
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
            bench.Driven.Prefetch(failure.Lane == Lane.Variants
                ? [.. candidates.SelectMany(c => InvisibilityJudge.VariantsWithoutPoints(c))]
                : candidates);
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
            return bench.Try(stressCase, failure.Lane);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new HarnessBrokenException(failure.Number, stressCase, e);
        }
    }
}
