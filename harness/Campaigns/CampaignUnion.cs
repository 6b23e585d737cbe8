using System.Collections.Immutable;
using Vera.GcStress.Repros;

namespace Vera.GcStress.Campaigns;

/// <summary>Results of several campaigns and their parts as one, whatever the order in which they come.</summary>
/// <param name="Campaigns">One for each identity and number of parts, in order.</param>
/// <param name="LeftOut">What was not united and why, by the name of the input.</param>
/// <param name="Corpus">A few cases that show every feature which was seen.</param>
internal sealed record CampaignUnion(
    ImmutableArray<UnitedCampaign> Campaigns,
    ImmutableArray<(string Input, string Why)> LeftOut,
    ImmutableArray<CaseFile> Corpus)
{
    /// <summary>What all of them counted; null: there are none.</summary>
    public CampaignCounts? Counts => Campaigns.IsEmpty ? null
        : Campaigns.Select(c => c.Counts).Aggregate((sum, next) => sum.Plus(next));

    /// <summary>Each part by itself, so that it can be united with others again.</summary>
    public IReadOnlyList<CampaignState> States => [.. Campaigns.SelectMany(campaign => campaign.Parts)];

    public static CampaignUnion Of(IEnumerable<(string Input, CampaignState State)> states)
    {
        var leftOut = new List<(string, string)>();
        var campaigns = states
            .GroupBy(s => (s.State.Identity, s.State.Of))
            .OrderBy(group => group.Key.Identity, StringComparer.Ordinal).ThenBy(group => group.Key.Of)
            .Select(group => new UnitedCampaign(
                group.Key.Identity,
                group.Key.Of,
                [.. group.GroupBy(s => s.State.Part).OrderBy(part => part.Key).Select(part => OneOf(part, leftOut))]));
        var corpus = new UnitedCorpus();
        return new([.. campaigns.Select(corpus.Add)], [.. leftOut.Order()], corpus.Minimal());
    }

    /// <summary>
    /// Of a part that comes more than once, the one that has come further counts; of those that are alike but for the
    /// cases that a merge left out, the one with all.
    /// </summary>
    private static CampaignState OneOf(
        IEnumerable<(string Input, CampaignState State)> inputs, List<(string, string)> leftOut)
    {
        var parts = inputs.Select(input => (input.Input, State: input.State.ToUnite())).ToArray();
        if (parts is [var only])
        {
            return only.State;
        }

        var all = parts
            .Select(input => (input.Input, input.State, Met: StateFile.Print([input.State with { Kept = [] }])))
            .OrderByDescending(input => input.State.Next).ThenBy(input => input.Met, StringComparer.Ordinal)
            .ThenByDescending(input => input.State.Kept.Count)
            .ThenBy(input => StateFile.Print([input.State]), StringComparer.Ordinal)
            .ToArray();
        leftOut.AddRange(
            from other in all
            where other.Met != all[0].Met
            select (other.Input, $"part {other.State.Part}: another input has come as far with it, or further"));
        return all[0].State;
    }
}
