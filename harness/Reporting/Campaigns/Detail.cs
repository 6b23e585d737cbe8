namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>How much a report tells.</summary>
internal enum Detail
{
    /// <summary>The verdict, the counts and the findings.</summary>
    Brief,

    /// <summary>What the cases were like, too.</summary>
    Usual,

    /// <summary>And how often each value of each axis came up.</summary>
    Full,
}
