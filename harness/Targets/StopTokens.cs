namespace Vera.GcStress.Targets;

/// <summary>Who may end a wait: whoever waits now, and whoever set an end to all waiting.</summary>
/// <param name="end">The end to all waiting.</param>
internal sealed class StopTokens(CancellationToken end) : IDisposable
{
    private CancellationTokenSource? both;

    /// <summary>Whoever waits now.</summary>
    public CancellationToken Now
    {
        get => field;
        set
        {
            if (field != value)
            {
                field = value;
                both?.Dispose();
                both = CancellationTokenSource.CreateLinkedTokenSource(value, end);
            }
        }
    }

    /// <summary>Cancelled by either.</summary>
    public CancellationToken Either => both?.Token ?? end;

    public void Dispose() => both?.Dispose();
}
