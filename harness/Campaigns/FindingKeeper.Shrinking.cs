using System.Runtime.ExceptionServices;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Rigs;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Campaigns;

/// <summary>Shrinks what is new; of failures that a first short shrinking shows to be alike, one wholly.</summary>
/// <remarks>
/// What is alike hangs on the failures alone, and not on which of them is done first: any number of rigs ends in the
/// same findings, but for those that are cut short by the time that one may take.
/// </remarks>
internal sealed partial class FindingKeeper
{
    /// <summary>Enough to lose most of what a case has nothing to do with.</summary>
    private const int FirstAttemptsMax = 100;

    /// <summary>What shrinking slipped to, in the order of the failures.</summary>
    private List<CaseFailure> ShrinkAll(
        List<Waiting> waiting,
        CampaignReport report,
        Action<string> progress,
        Func<TimeSpan?> left,
        CancellationToken stop)
    {
        var slips = new List<CaseFailure>();
        TellEarly(waiting, progress, left, stop);
        while (waiting.Count > 0)
        {
            var bugs = new HashSet<string>();
            var next = waiting.Where(w => w.Early is null || bugs.Add(w.Early)).ToList();
            OnRigs(next, progress, left, Shrink, stop);
            var cut = next.Where(w => w.Shrunk!.Limit == ShrinkLimit.Time).ToList();
            if (left() is { } time && time > TimeSpan.Zero && !stop.IsCancellationRequested)
            {
                // The others took less than their shares.
                OnRigs(cut, progress, left, Shrink, stop);
            }

            foreach (var done in next)
            {
                slips.AddRange(done.Slips);
                Add(done.Shrunk!, done.Failure, done.File, report, stop);
            }

            waiting = [.. waiting.Except(next).Where(w => !IsAlike(w, report))];
        }

        return slips;
    }

    /// <summary>Asks for the bugs of several failures before they are shrunk.</summary>
    private void TellEarly(
        List<Waiting> waiting, Action<string> progress, Func<TimeSpan?> left, CancellationToken stop)
    {
        if (options.Signatures.TellsEarly && !options.StopAtFirst && waiting.Count > 1)
        {
            OnRigs(waiting, progress, left, AskEarly, stop);
        }
    }

    private void AskEarly(Waiting failing, TestRig rig, CancellationToken deadline)
    {
        var few = options.Plan with { AttemptsMax = FirstAttemptsMax };
        failing.Early = options.Signatures.Early(new FailureShrinker(few, failing.Failure, rig).Shrink(deadline), rig);
    }

    /// <summary>Whether its bug turned out to be one that is found by now.</summary>
    private bool IsAlike(Waiting failing, CampaignReport report)
    {
        var isAlike = failing.Early is { } bug && signatures.Contains(bug);
        if (isAlike)
        {
            report.Alike++;
            Met(KindFate.Alike, failing.Failure, Unshrunk(failing.Failure));
            Delete(failing.File, report);
        }

        return isAlike;
    }

    /// <summary>Goes on with what was cut short, if it was begun.</summary>
    private void Shrink(Waiting failing, TestRig rig, CancellationToken deadline)
    {
        var failure = failing.Failure;
        var before = failing.Shrunk;
        var begun = before is null ? failure : failure with { Case = before.Case, Failure = before.Failure };
        var shrinker = new FailureShrinker(options.Plan, begun, rig);
        var shrunk = shrinker.Shrink(deadline);
        failing.Slips = [.. failing.Slips, .. shrinker.Slipped];
        failing.Shrunk = new(
            failure.Number,
            shrunk.Failure,
            shrunk.Case,
            failure.Case.Ops.Length,
            shrunk.Attempts + (before?.Attempts ?? 0),
            shrunk.IsMinimal,
            null)
        {
            Cause = TitleOf(shrunk.Case),
            Limit = shrunk.Limit,
            Slipped = failure.Slipped,
        };
    }

    /// <summary>Each has its share of the time that is left.</summary>
    private void OnRigs(
        List<Waiting> waiting,
        Action<string> progress,
        Func<TimeSpan?> left,
        Action<Waiting, TestRig, CancellationToken> work,
        CancellationToken stop)
    {
        for (var at = 0; at < waiting.Count; at += rigs.Length)
        {
            var from = at;
            progress($"shrinking {waiting[at].Failure.Failure.Oracle.Text()} of case {waiting[at].Failure.Number}");
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop, options.Deadline);
            if (left() is { } time)
            {
                deadline.CancelAfter(time / (1 + ((waiting.Count - from - 1) / rigs.Length)));
            }

            OnAllRigs(Math.Min(rigs.Length, waiting.Count - from), i =>
                work(waiting[from + i], rigs[i], deadline.Token));
        }
    }

    private static void OnAllRigs(int count, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, work);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }

    /// <summary>A failure on its way to become a finding.</summary>
    /// <param name="failure">As it was drawn.</param>
    /// <param name="file">Where it lies as it was drawn; null: nowhere of its own.</param>
    private sealed class Waiting(CaseFailure failure, string? file)
    {
        public CaseFailure Failure => failure;

        public string? File => file;

        /// <summary>Its bug, if that can be told before it is shrunk wholly.</summary>
        public string? Early { get; set; }

        public Finding? Shrunk { get; set; }

        public IReadOnlyList<CaseFailure> Slips { get; set; } = [];
    }
}
