namespace Vera.GcStress.Targets;

/// <summary>Who may end a wait: whoever waits now, and whoever set an end to all waiting.</summary>
/// <param name="end">The end to all waiting.</param>
internal sealed class StopTokens(CancellationToken end) : IDisposable
{
    private Link? both;

    /// <summary>Whoever waits now.</summary>
    public CancellationToken Now
    {
        get => field;
        set
        {
            if (field != value)
            {
                // Others may wait by the one before at this moment, and are still stopped by the end.
                field = value;
                Interlocked.Exchange(
                    ref both, new(CancellationTokenSource.CreateLinkedTokenSource(value, end)))?.Source.Dispose();
            }
        }
    }

    /// <summary>Cancelled by either.</summary>
    public CancellationToken Either => both?.Token ?? end;

    public void Dispose() => both?.Source.Dispose();

    /// <summary>Has its token at hand, which a source that is gone no longer gives.</summary>
    private sealed record Link(CancellationTokenSource Source)
    {
        public CancellationToken Token { get; } = Source.Token;
    }
}
