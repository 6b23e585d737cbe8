using System.Collections.Immutable;
using Vera.GcStress.Repros;

namespace Vera.GcStress.Campaigns;

/// <summary>A bug that campaigns found.</summary>
/// <param name="Kind">Its smallest case.</param>
/// <param name="Identity">The campaign of that.</param>
/// <param name="Campaigns">How many found it.</param>
internal sealed record UnitedFinding(KindMet Kind, string Identity, int Campaigns)
{
    /// <summary>The case itself.</summary>
    public string Case { get; } = $"{CaseFile.Parse(Kind.Text, "state").Case}";
}

/// <summary>What became of the failures of several campaigns: of each bug one finding.</summary>
internal sealed record UnitedFindings(
    ImmutableArray<UnitedFinding> Findings, ImmutableArray<UnitedFinding> Known, int Alike, int KindsLeft)
{
    public static UnitedFindings Of(IReadOnlyList<UnitedCampaign> campaigns)
    {
        var each = campaigns.Select(campaign => (campaign.Identity, Chosen: new OneCampaign(campaign))).ToArray();
        return new(
            One(each.SelectMany(c => c.Chosen.Found.Select(k => (k.Signature ?? k.Text, k, c.Identity)))),
            One(each.SelectMany(c => c.Chosen.Known.Select(k => (KnownAs(k), k, c.Identity)))),
            each.Sum(c => c.Chosen.Alike),
            each.Sum(c => c.Chosen.Left));
    }

    private static string KnownAs(KindMet kind) => kind.Known ?? $"{kind.Base}\n{kind.Bucket}";

    private static ImmutableArray<UnitedFinding> One(
        IEnumerable<(string Bug, KindMet Kind, string Identity)> all) =>
    [
        .. all.GroupBy(found => found.Bug)
            .Select(bug => bug
                .Select(found => new UnitedFinding(found.Kind, found.Identity, bug.Count()))
                .OrderBy(found => found.Case.Length)
                .ThenBy(found => found.Case, StringComparer.Ordinal)
                .ThenBy(found => found.Kind.Number)
                .ThenBy(found => found.Identity, StringComparer.Ordinal)
                .ThenBy(found => found.Kind.Text, StringComparer.Ordinal)
                .First())
            .OrderBy(found => found.Case, StringComparer.Ordinal)
            .ThenBy(found => found.Kind.Text, StringComparer.Ordinal),
    ];

    /// <summary>Chooses among what the parts of a campaign met as an undivided campaign chooses.</summary>
    private sealed class OneCampaign
    {
        private readonly HashSet<string> buckets = [];
        private readonly HashSet<string> certain = [];
        private readonly HashSet<string> signatures = [];
        private readonly HashSet<string> known = [];

        public OneCampaign(UnitedCampaign campaign)
        {
            foreach (var kind in campaign.Kinds)
            {
                Take(kind);
            }
        }

        public List<KindMet> Found { get; } = [];

        public List<KindMet> Known { get; } = [];

        public int Alike { get; private set; }

        public int Left { get; private set; }

        private void Take(KindMet kind)
        {
            if (kind.Fate == KindFate.Known)
            {
                if (known.Add(KnownAs(kind)))
                {
                    Known.Add(kind);
                }
            }
            else if (buckets.Add(kind.Bucket))
            {
                var isCertain = kind.Certain is not null && !certain.Add(kind.Certain);
                var isFound = kind.Signature is not null && !isCertain && signatures.Add(kind.Signature);
                Left += kind.Fate == KindFate.Left && !isCertain ? 1 : 0;
                Alike += isFound || (kind.Fate == KindFate.Left && !isCertain) ? 0 : 1;
                if (isFound)
                {
                    Found.Add(kind);
                }
            }
        }
    }
}
