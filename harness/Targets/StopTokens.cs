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
                // Others may wait by the one before at this moment, and are still stopped by the end.
                var before = Interlocked.Exchange(
                    ref both, CancellationTokenSource.CreateLinkedTokenSource(value, end));
                field = value;
                before?.Dispose();
            }
        }
    }

    /// <summary>Cancelled by either.</summary>
    public CancellationToken Either => both?.Token ?? end;

    public void Dispose() => both?.Dispose();
}
