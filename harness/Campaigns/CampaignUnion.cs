using System.Collections.Immutable;
using Vera.GcStress.Repros;

namespace Vera.GcStress.Campaigns;

/// <summary>Results of several campaigns and their parts as one, whatever the order in which they come.</summary>
/// <param name="Campaigns">One for each identity and number of parts, in order.</param>
/// <param name="LeftOut">What was not united and why, by the name of the input.</param>
/// <param name="Corpus">A few cases that show every feature which was seen.</param>
internal sealed record CampaignUnion(
    ImmutableArray<CampaignState> Campaigns,
    ImmutableArray<(string Input, string Why)> LeftOut,
    ImmutableArray<CaseFile> Corpus)
{
    /// <summary>What all of them counted; null: there are none.</summary>
    public CampaignCounts? Counts => Campaigns.IsEmpty ? null
        : Campaigns.Select(c => c.Counts).Aggregate((sum, next) => sum.Plus(next));

    public static CampaignUnion Of(IEnumerable<(string Input, CampaignState State)> states)
    {
        var leftOut = new List<(string, string)>();
        var campaigns = states
            .GroupBy(s => (s.State.Identity, s.State.Of))
            .OrderBy(group => group.Key.Identity, StringComparer.Ordinal).ThenBy(group => group.Key.Of)
            .Select(group => OneOf(group, leftOut));
        var corpus = new UnitedCorpus();
        return new([.. campaigns.Select(corpus.Add)], [.. leftOut.Order()], corpus.Minimal());
    }

    /// <summary>The parts of one campaign; of a part that comes twice, the one that has come further counts.</summary>
    private static CampaignState OneOf(
        IEnumerable<(string Input, CampaignState State)> states, List<(string, string)> leftOut)
    {
        CampaignState? sum = null;
        foreach (var (input, state) in states
            .OrderByDescending(s => s.State.Parts.Count).ThenByDescending(s => s.State.Next)
            .ThenBy(s => StateFile.Print([s.State]), StringComparer.Ordinal)
            .ThenBy(s => s.Input, StringComparer.Ordinal))
        {
            var bare = state with { Resume = null, Unended = state.PartsUnended() };
            if (sum is null)
            {
                sum = bare;
            }
            else if (state.Parts.Intersect(sum.Parts).Any())
            {
                leftOut.Add((input, "another input has these parts of the campaign already"));
            }
            else
            {
                sum = sum with
                {
                    Parts = [.. sum.Parts.Concat(bare.Parts).Order()],
                    Unended = [.. sum.PartsUnended().Concat(bare.PartsUnended()).Order()],
                    Next = Math.Max(sum.Next, bare.Next),
                    Counts = sum.Counts.Plus(bare.Counts),
                    Kinds = [.. sum.Kinds, .. bare.Kinds],
                    Kept = [.. sum.Kept, .. bare.Kept],
                };
            }
        }

        return sum! with { Kinds = InOrder(sum!) };
    }

    /// <summary>As a campaign that is not divided meets them: round by round, and slips after the rest.</summary>
    private static ImmutableArray<KindMet> InOrder(CampaignState campaign) => campaign.Of == 0
        ? [.. campaign.Kinds]
        : [.. campaign.Kinds
            .OrderBy(kind => RoundOf(kind.Number)).ThenBy(kind => kind.Slipped).ThenBy(kind => kind.Number)
            .ThenBy(kind => kind.Bucket, StringComparer.Ordinal).ThenBy(kind => kind.Text, StringComparer.Ordinal)];

    private static long RoundOf(long number)
    {
        var first = 0L;
        for (var next = 0L; next <= number && next < Large; next = Campaign.RoundAfter(first, Campaign.RoundsOfShards))
        {
            first = next;
        }

        return number < Large ? first : number - (number % Large);
    }

    /// <summary>Rounds double until one has this size; then all have it, and begin at a multiple of it.</summary>
    private static readonly long Large = Campaign.RoundsOfShards.Most;
}
