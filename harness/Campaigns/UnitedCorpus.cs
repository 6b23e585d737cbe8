using System.Collections.Immutable;
using Vera.GcStress.Repros;
using Vera.GcStress.Steering;

namespace Vera.GcStress.Campaigns;

/// <summary>The cases of several campaigns that showed something new, as one campaign would have kept them.</summary>
/// <remarks>
/// They are gone through in the order of their campaigns and numbers, and one is kept that shows what none before it
/// does. What a part leaves out, the whole leaves out too: so it does not matter what is united first.
/// </remarks>
internal sealed class UnitedCorpus
{
    private readonly KeptCases seen = new();
    private readonly Dictionary<KeptCase, string> texts = new(ReferenceEqualityComparer.Instance);

    /// <summary>A few of all the cases, which still show every feature.</summary>
    public ImmutableArray<CaseFile> Minimal() =>
        [.. seen.Minimal().Select(one => CaseFile.Parse(texts[one], StateFile.Name))];

    /// <summary>The campaign with those of its cases alone that are kept.</summary>
    public UnitedCampaign Add(UnitedCampaign campaign)
    {
        var kept = campaign.Parts.SelectMany(part => part.Kept)
            .OrderBy(met => met.Number).ThenBy(met => met.Text, StringComparer.Ordinal)
            .Where(IsNews)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        return new(
            campaign.Identity,
            campaign.Of,
            [.. campaign.Parts.Select(part => part with { Kept = [.. part.Kept.Where(kept.Contains)] })]);
    }

    private bool IsNews(KeptMet met)
    {
        if (met.Read() is not { } one || !seen.Add(one))
        {
            return false;
        }

        texts.Add(one, met.Text);
        return true;
    }
}
