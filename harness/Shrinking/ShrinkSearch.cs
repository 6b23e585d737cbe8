using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Repair;
using Vera.GcStress.Shrinking.Order;

namespace Vera.GcStress.Shrinking;

/// <summary>Where the search stands, the smallest failing case so far, and the one way to run another.</summary>
internal sealed class ShrinkSearch(Func<StressCase, bool> stillFails, ShrinkOptions options, StressCase start)
{
    private const int AheadMin = 4;

    /// <summary>The cases that were run, and whether they fail.</summary>
    private readonly Dictionary<string, bool> tried = new() { [start.ToString()] = true };

    private readonly HashSet<string> detours = [];

    /// <summary>The failing case that passes work on; on a detour it is larger than the smallest.</summary>
    public StressCase Current { get; private set; } = start;

    public StressCase Smallest { get; private set; } = start;

    /// <summary>Cases run, the start included.</summary>
    public int Attempts { get; private set; } = 1;

    public bool LimitHit => Attempts >= options.AttemptsMax || options.Deadline.IsCancellationRequested;

    /// <summary>
    /// The proposals from a place on, with their places. Where many cases are run at once, those that will be
    /// tried are announced some at a time: few after a success, as the rest of them will be in vain then.
    /// </summary>
    public IEnumerable<(int At, StressCase Proposed)> LookingAhead(IEnumerable<StressCase> proposals, int place)
    {
        var numbered = proposals.Select((proposed, at) => (at, proposed)).Skip(place);
        if (options.AheadMax == 0 || options.Ahead is null)
        {
            return numbered;
        }

        return Announced(numbered, options.Ahead);
    }

    /// <summary>Those after them are told of too: whoever makes some ready can go on while others are tried.</summary>
    private IEnumerable<(int At, StressCase Proposed)> Announced(
        IEnumerable<(int At, StressCase Proposed)> proposals, Action<IReadOnlyList<StressCase>> announce)
    {
        using var groups = Groups(proposals).GetEnumerator();
        for (var isLast = !groups.MoveNext(); !isLast;)
        {
            var (waiting, fresh) = groups.Current;
            if (fresh.Count > 0)
            {
                announce(fresh);
            }

            isLast = !groups.MoveNext();
            if (!isLast && groups.Current.Fresh.Count > 0)
            {
                options.Then?.Invoke(groups.Current.Fresh);
            }

            foreach (var each in waiting)
            {
                yield return each;
            }
        }
    }

    /// <summary>Each with those of it that would be run.</summary>
    private IEnumerable<(List<(int At, StressCase Proposed)> Waiting, List<StressCase> Fresh)> Groups(
        IEnumerable<(int At, StressCase Proposed)> proposals)
    {
        var waiting = new List<(int At, StressCase Proposed)>();
        var fresh = new List<StressCase>();
        var many = Math.Min(AheadMin, options.AheadMax);
        foreach (var next in proposals)
        {
            var candidate = CaseRepair.Repair(next.Proposed);
            waiting.Add((next.At, candidate));
            if (CaseOrder.Compare(candidate, Current) < 0 && !tried.ContainsKey(candidate.ToString()))
            {
                fresh.Add(candidate);
            }

            if (fresh.Count == many)
            {
                yield return (waiting, fresh);
                (waiting, fresh) = ([], []);
                many = Math.Min(2 * many, options.AheadMax);
            }
        }

        yield return (waiting, fresh);
    }

    /// <summary>Repairs what a pass proposes and runs it if it is smaller than the current case and new.</summary>
    public bool Try(StressCase proposed)
    {
        var candidate = CaseRepair.Repair(proposed);
        return CaseOrder.Compare(candidate, Current) < 0 && GoTo(candidate);
    }

    /// <summary>
    /// Goes on from the current case with a collection at every allocation, if that fails as well: then no edit can
    /// miss because it moved the collections, and cases of one bug drawn under different schedules meet. The schedule
    /// becomes simple again at the end. A detour that led nowhere ends at the smallest case. Once from each case, also
    /// to one where the search has been: it may have left before every edit was tried there.
    /// </summary>
    public bool TakeDetour()
    {
        if (CaseOrder.Compare(Smallest, Current) < 0)
        {
            Current = Smallest;
            return true;
        }

        var eager = Current.With(new CollectionSchedule.Eager()).With(HeapState.Empty);
        if (Current.Ops.IsEmpty || !detours.Add(eager.ToString()))
        {
            return false;
        }

        if (!tried.GetValueOrDefault(eager.ToString()))
        {
            return GoTo(eager);
        }

        Current = eager;
        return true;
    }

    private bool GoTo(StressCase candidate)
    {
        var text = candidate.ToString();
        if (LimitHit || !tried.TryAdd(text, false))
        {
            return false;
        }

        Attempts++;
        if (!stillFails(candidate))
        {
            return false;
        }

        tried[text] = true;
        Current = candidate;
        if (CaseOrder.Compare(candidate, Smallest) < 0)
        {
            Smallest = candidate;
            options.Progress?.Invoke(candidate, Attempts);
        }

        return true;
    }
}
