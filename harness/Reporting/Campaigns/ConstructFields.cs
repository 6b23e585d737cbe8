using Vera.GcStress.Coverage;

namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>What became of the cases that have a construct, for scripts.</summary>
internal sealed record ConstructFields(int Judged, int Failed, int Unsupported)
{
    /// <summary>By the name of the construct.</summary>
    public static Dictionary<string, ConstructFields> Of(ConstructTally tally) => tally.Rows().ToDictionary(
        row => row.Name, row => new ConstructFields(row.Judged, row.Failed, row.Unsupported));
}
