using System.Collections.Immutable;

namespace Vera.GcStress.Campaigns;

/// <summary>The parts of one campaign as the whole.</summary>
/// <param name="Identity">What draws and judges its cases.</param>
/// <param name="Of">How many parts there are; 0: it is not divided.</param>
/// <param name="Parts">Those that are here, ascending, each once.</param>
internal sealed record UnitedCampaign(string Identity, int Of, ImmutableArray<CampaignState> Parts)
{
    /// <summary>Rounds double until one has this size; then all have it, and begin at a multiple of it.</summary>
    private static readonly long Large = Campaign.RoundsOfShards.Most;

    /// <summary>What its parts counted.</summary>
    public CampaignCounts Counts { get; } =
        Parts.Select(part => part.Counts).Aggregate((sum, next) => sum.Plus(next));

    /// <summary>
    /// What it met, as the whole would have: round by round, and slips after the rest. One part alone has the kinds of
    /// a case, and keeps their order: the first of two that are alike is the finding.
    /// </summary>
    public ImmutableArray<KindMet> Kinds { get; } = Of == 0
        ? [.. Parts[0].Kinds]
        : [.. Parts.SelectMany(part => part.Kinds)
            .OrderBy(kind => RoundOf(kind.Number)).ThenBy(kind => kind.Slipped).ThenBy(kind => kind.Number)];

    /// <summary>The parts that are not here, ascending.</summary>
    public IEnumerable<int> Missing => Enumerable.Range(1, Of).Except(Parts.Select(part => part.Part));

    /// <summary>The parts that have not come to their last case, ascending.</summary>
    public IEnumerable<int> Unended => Parts.Where(part => part.Next < part.Until).Select(part => part.Part);

    private static long RoundOf(long number)
    {
        var first = 0L;
        for (var next = 0L; next <= number && next < Large; next = Campaign.RoundAfter(first, Campaign.RoundsOfShards))
        {
            first = next;
        }

        return number < Large ? first : number - (number % Large);
    }
}
