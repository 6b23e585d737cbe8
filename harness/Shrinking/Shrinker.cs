using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Repair;
using Vera.GcStress.Shrinking.NormalForms;

namespace Vera.GcStress.Shrinking;

/// <summary>Makes a failing case as small as it gets while it still fails.</summary>
/// <remarks>
/// Deterministic: the same case, predicate and options give the same result, as long as the predicate depends on the
/// case alone and no deadline interferes. The predicate has to hold on to one failure (the same oracle, say), or the
/// search slips to an easier bug. Once the deadline has passed, the predicate and whoever looks ahead may throw an
/// <see cref="OperationCanceledException"/> instead of going on.
/// </remarks>
public sealed class Shrinker(Func<StressCase, bool> stillFails, ShrinkOptions options)
{
    private readonly ShrinkPasses passes = new(options);

    /// <summary>Shrinks <paramref name="failing"/>, a valid case: one that repair leaves as it is.</summary>
    /// <exception cref="ArgumentException">The case is not valid.</exception>
    /// <exception cref="StartPassesException">The case does not fail to begin with.</exception>
    public ShrinkResult Shrink(StressCase failing)
    {
        if (!ReferenceEquals(CaseRepair.Repair(failing), failing))
        {
            throw new ArgumentException("only a valid case can be shrunk: repair it first", nameof(failing));
        }

        if (!Fails(failing))
        {
            return options.Deadline.IsCancellationRequested
                ? new(failing, Attempts: 0, IsMinimal: false, LimitHit: true) { Limit = ShrinkLimit.Time }
                : throw new StartPassesException();
        }

        var told = options with { Ahead = Told(options.Ahead), Then = Told(options.Then) };
        var search = new ShrinkSearch(Fails, told, failing);
        Exhaust(search, ShorterLoops.Pass);
        search.TakeDetour();
        do
        {
            Settle(search);
        }
        while (!search.LimitHit && search.TakeDetour());

        TakeNormalForm(search);
        return new(search.Smallest, search.Attempts, IsMinimal: !search.LimitHit, search.LimitHit)
        {
            Limit = !search.LimitHit ? null
                : options.Deadline.IsCancellationRequested ? ShrinkLimit.Time
                : ShrinkLimit.Attempts,
        };
    }

    private bool Fails(StressCase candidate)
    {
        try
        {
            return stillFails(candidate);
        }
        catch (OperationCanceledException) when (options.Deadline.IsCancellationRequested)
        {
            return false;
        }
    }

    private Action<IReadOnlyList<StressCase>>? Told(Action<IReadOnlyList<StressCase>>? told) =>
        told is null ? null : candidates =>
        {
            try
            {
                told(candidates);
            }
            catch (OperationCanceledException) when (options.Deadline.IsCancellationRequested)
            {
                // The search ends before it tries any of them.
            }
        };

    /// <summary>The simplest of all small cases that fail, where the search ended among them.</summary>
    private void TakeNormalForm(ShrinkSearch search)
    {
        var left = options.SmallCasesMax;
        while (left > 0 && !search.LimitHit && FindSmaller())
        {
            Settle(search);
        }

        bool FindSmaller() =>
            SmallCases.Below(search.Current).TakeWhile(_ => !search.LimitHit && left-- > 0).Any(search.Try);
    }

    /// <summary>Until no pass knows anything smaller that fails.</summary>
    private void Settle(ShrinkSearch search)
    {
        while (!search.LimitHit && (Round(search, passes.Bold) || AnyOf(search, passes.Fine)))
        {
        }
    }

    /// <summary>Every pass once; whether any made progress.</summary>
    private static bool Round(ShrinkSearch search, IEnumerable<ShrinkPass> passes)
    {
        var progress = false;
        foreach (var pass in passes)
        {
            progress |= Exhaust(search, pass);
        }

        return progress;
    }

    /// <summary>Passes up to the first that makes progress: the bold ones can then do more again.</summary>
    private static bool AnyOf(ShrinkSearch search, IEnumerable<ShrinkPass> passes)
    {
        foreach (var pass in passes)
        {
            if (Exhaust(search, pass))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One sweep of a pass: after a success it goes on from the same place of the smaller case.</summary>
    private static bool Exhaust(ShrinkSearch search, ShrinkPass pass)
    {
        var place = 0;
        var progress = false;
        while (Next(search, pass, ref place))
        {
            progress = true;
        }

        return progress;
    }

    private static bool Next(ShrinkSearch search, ShrinkPass pass, ref int place)
    {
        foreach (var (at, candidate) in search.LookingAhead(pass(search.Current), place))
        {
            if (search.LimitHit)
            {
                return false;
            }

            if (search.Try(candidate))
            {
                place = at;
                return true;
            }
        }

        return false;
    }
}
