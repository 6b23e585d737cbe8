using System.Diagnostics;
using Vera.GcStress.Files;
using Vera.GcStress.Repros;
using Vera.GcStress.Steering;

namespace Vera.GcStress.Campaigns;

/// <summary>Writes down how far a campaign is, seldom enough to cost nothing, and brings it back there.</summary>
/// <remarks>
/// Only whole rounds are gone on from: what is drawn and shrunk next depends on all that a round saw. What a round that
/// was cut short found stands in the file too, for those who merge; the round is judged again.
/// </remarks>
internal sealed class StateKeeper(
    CampaignOptions options, CampaignReport report, FindingKeeper keeper, Stopwatch clock)
{
    /// <summary>Between two writes, unless something was found; longer where writing would take over 1 %.</summary>
    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(2);

    private const int PauseTimes = 100;

    private TimeSpan pause = PauseMin;

    private TimeSpan written;
    private int kindsWritten;
    private CampaignState? before;
    private CampaignState? cutShort;

    private readonly List<KeptMet> kept = [];

    /// <summary>What an earlier run met in the round that it was stopped in: it counts until it is met again.</summary>
    private List<KindMet> leftover = [];

    /// <summary>Where to go on: the first case number that is not judged.</summary>
    public long GoOn(CancellationToken stop)
    {
        if (options.State?.Before is not { } last)
        {
            return 0;
        }

        var saved = last.Resume ?? last;
        leftover = [.. last.Kinds.Skip(saved.Kinds.Count)];
        report.Restore(saved.Counts);
        keeper.Restore(saved.Kinds, report, stop);
        foreach (var one in saved.Kept.Select(met => met.Read()).OfType<KeptCase>())
        {
            report.Kept.Add(one);
        }

        kindsWritten = saved.Kinds.Count;
        return saved.Next;
    }

    public void BeginRound(long first) => before = options.State is null ? null : State(first);

    /// <param name="next">The first case number that is not judged.</param>
    /// <param name="isWhole">Whether the round is as it would be without an end.</param>
    public void EndRound(long next, bool isWhole)
    {
        if (options.State is null)
        {
            return;
        }

        Replace(isWhole);
        cutShort = isWhole ? null : CutShort(next, before!);

        if (isWhole && (clock.Elapsed - written > pause || keeper.Kinds.Count > kindsWritten))
        {
            Write(State(next));
        }
    }

    public void End(long next) =>
        Write(cutShort ?? (leftover.Count > 0 ? CutShort(next, State(next)) : State(next)));

    private CampaignState CutShort(long next, CampaignState resume) =>
        State(next) with { Kinds = [.. keeper.Kinds, .. leftover], Resume = resume };

    /// <summary>What was met again takes the place of what an earlier run had made of it, maybe half shrunk.</summary>
    private void Replace(bool isWhole)
    {
        var buckets = keeper.Kinds.Select(kind => kind.Bucket).ToHashSet();
        var files = keeper.Kinds.Select(kind => kind.File).OfType<string>().ToHashSet();
        var met = leftover.Where(kind => isWhole || buckets.Contains(kind.Bucket)).ToList();
        foreach (var file in met.Select(kind => kind.File).OfType<string>().Where(file => !files.Contains(file)))
        {
            WholeFile.Discard(Path.Combine(options.Folder ?? "", file));
        }

        leftover = [.. leftover.Except(met)];
    }

    private void Write(CampaignState state)
    {
        try
        {
            var start = clock.Elapsed;
            options.State?.Write(state);
            (written, kindsWritten) = (clock.Elapsed, keeper.Kinds.Count);
            var times = PauseTimes * (written - start);
            pause = times > PauseMin ? times : PauseMin;
        }
        catch (OutputException e)
        {
            if (!report.Unsaved.Contains(e.Message))
            {
                report.Unsaved.Add(e.Message);
            }
        }
    }

    private CampaignState State(long next)
    {
        var (part, of) = options.Shard ?? (1, 0);
        return new(options.Identity, of, part, next, report.Counts, [.. keeper.Kinds], [.. Kept()])
        {
            Until = options.CasesMax,
        };
    }

    /// <summary>Their texts are made once.</summary>
    private List<KeptMet> Kept()
    {
        var header = options.Header.Expecting(new Expectation.Pass()) with { Versions = null };
        kept.AddRange(report.Kept.All.Skip(kept.Count).Select(one => KeptMet.Of(one, header)));
        return kept;
    }
}
