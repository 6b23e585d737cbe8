using System.Diagnostics;

namespace Vera.GcStress.Reporting;

/// <summary>Says what is being waited for, where otherwise no word would be seen for a while.</summary>
/// <remarks>One for all verbs: whatever a verb does first, its user learns of it after a second.</remarks>
internal sealed class Silence : IDisposable
{
    private static readonly TimeSpan LongestAgain = TimeSpan.FromSeconds(10);

    private readonly Lock looking = new();
    private readonly Stopwatch since = Stopwatch.StartNew();
    private readonly TextWriter errors;
    private readonly TimeSpan longest;
    private readonly Ticker ticker;
    private string? doing;
    private string? said;

    /// <param name="errors">Where it is said.</param>
    /// <param name="doing">What is done first.</param>
    /// <param name="longest">How long a user may wonder; zero: not at all, so that all that is done is said.</param>
    public Silence(TextWriter errors, string doing, TimeSpan longest)
    {
        (this.errors, this.doing, this.longest) = (errors, doing, longest);
        ticker = new(longest > TimeSpan.Zero ? longest / 4 : LongestAgain, Look);
    }

    /// <summary>What is done from now on; null: what is done has words of its own.</summary>
    public void Doing(string? what)
    {
        Volatile.Write(ref doing, what);
        Look();
    }

    /// <summary>Something else was said.</summary>
    public void Break() => since.Restart();

    public void Dispose() => ticker.Dispose();

    private void Look()
    {
        lock (looking)
        {
            var now = Volatile.Read(ref doing);
            if (now is not null && since.Elapsed >= (now == said ? LongestAgain : longest))
            {
                said = now;
                errors.WriteLine($"... {now}");
            }
        }
    }
}
