namespace Vera.GcStress.Reporting;

/// <summary>Does something again and again beside the work; once disposed of, it does nothing any more.</summary>
internal sealed class Ticker : IDisposable
{
    private readonly Lock turn = new();
    private readonly Timer timer;
    private bool ended;

    public Ticker(TimeSpan period, Action tick) => timer = new Timer(_ => Tick(tick), null, period, period);

    public void Dispose()
    {
        lock (turn)
        {
            ended = true;
        }

        timer.Dispose();
    }

    /// <summary>A tick that finds the one before it still running is left out.</summary>
    private void Tick(Action tick)
    {
        if (!turn.TryEnter())
        {
            return;
        }

        try
        {
            if (!ended)
            {
                tick();
            }
        }
        finally
        {
            turn.Exit();
        }
    }
}
