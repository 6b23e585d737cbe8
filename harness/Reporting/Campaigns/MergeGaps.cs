using Vera.GcStress.Campaigns;

namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>What united campaigns do not count: parts that are missing, and parts that were cut short.</summary>
internal static class MergeGaps
{
    private const int PartsShown = 20;

    /// <summary>Of each campaign, a sentence on each kind of gap.</summary>
    public static IEnumerable<(string Identity, string What)> Of(CampaignUnion union) =>
        from campaign in union.Campaigns
        from gap in Of(campaign)
        select (campaign.Identity, gap);

    /// <summary>Of one campaign.</summary>
    public static IEnumerable<string> Of(UnitedCampaign campaign)
    {
        var (missing, unended) = (campaign.Missing.ToArray(), campaign.Unended.ToArray());
        if (missing.Length > 0)
        {
            yield return $"{Named(missing, campaign.Of)} not here";
        }

        if (unended.Length > 0)
        {
            yield return campaign.Of <= 1 ? "it is not at its end" : $"{Named(unended, campaign.Of)} not at the end";
        }
    }

    private static string Named(int[] parts, int of) =>
        (parts.Length == 1 ? "part " : "parts ") + string.Join(", ", parts.Take(PartsShown)) +
        (parts.Length > PartsShown ? $" and {parts.Length - PartsShown:N0} more" : "") +
        $" of {of:N0} {(parts.Length == 1 ? "is" : "are")}";
}
