namespace Vera.GcStress.Campaigns;

/// <summary>When a round ends for want of time.</summary>
/// <param name="start">The campaign's time when the round began.</param>
/// <param name="options">The campaign's.</param>
internal sealed class RoundTime(TimeSpan start, CampaignOptions options)
{
    /// <summary>Whether something waits to be shrunk; set by any thread, and never taken back.</summary>
    public bool SawFailures { get; set; }

    /// <summary>
    /// With the campaign; null: it has no end. Where the campaign's time is that of shrinking too, a round in which
    /// cases fail leaves half of what it began with: on a slow target it would otherwise leave nothing.
    /// </summary>
    public TimeSpan? End => options.Time is { } time && SawFailures && options.ShrinksInTime
        ? start + ((time - start) / 2)
        : options.Time;
}
