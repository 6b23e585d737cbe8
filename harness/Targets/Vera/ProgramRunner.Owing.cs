using System.Diagnostics;

namespace Vera.GcStress.Targets.Vera;

/// <remarks>The part that goes on with a process whose answers were given up.</remarks>
internal sealed partial class ProgramRunner
{
    // Since when the answers that the process still owes are not waited for; null: it owes none.
    private long? owesSince;

    /// <summary>How long a process may take for what is waited for no more, before it is replaced.</summary>
    public TimeSpan Patience { get; init; } = Sources.VeraLimits.Patience;

    /// <summary>The next answer; whoever stops us does not wait for a process that is in a long program.</summary>
    private WorkerAnswer? Receive() =>
        worker!.Receive(Deadline, () => owesSince = Stopwatch.GetTimestamp(), Stop.Either);

    /// <summary>
    /// Takes the answers that are owed, up to the one that ends their request: none of them may come to another one.
    /// What is in a long program does not get there, and is replaced.
    /// </summary>
    private void Settle(long since)
    {
        owesSince = null;
        for (var isOwed = true; isOwed;)
        {
            var rest = Patience - Stopwatch.GetElapsedTime(since);
            var answer = rest > TimeSpan.Zero
                ? worker!.Receive(rest, () => owesSince = since, Stop.Either)
                : null;
            if (answer is null or { IsGarbled: true })
            {
                End();
                return;
            }

            isOwed = !answer.Done;
        }
    }
}
