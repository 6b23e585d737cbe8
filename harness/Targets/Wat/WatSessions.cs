using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Hosts;

namespace Vera.GcStress.Targets.Wat;

/// <summary>
/// One session for most cases, whose memory is large from the start, and one for those under which it grows: what a
/// run has made grow is replaced before the next.
/// </summary>
internal sealed class WatSessions(WatOptions options, DocumentReader readDocument) : IDisposable
{
    private WatSession? usual;
    private WatSession? growing;

    /// <summary>The program as the way of running it knows it, for those who look closely.</summary>
    public IProgramState? Program { get; init; }

    /// <summary>What a case runs in that says nothing of pages.</summary>
    public WatSession Usual => Fresh(ref usual, grows: false);

    /// <summary>What a case is to run in.</summary>
    public WatSession For(StressCase stressCase) =>
        stressCase.Tables.AreRealPages ? Fresh(ref growing, grows: true) : Usual;

    public void Dispose()
    {
        usual?.Dispose();
        growing?.Dispose();
    }

    private WatSession Fresh(ref WatSession? session, bool grows)
    {
        if (session is { Heap.HasGrown: true })
        {
            session.Dispose();
            session = null;
        }

        return session ??= new(options, readDocument, grows) { Program = Program };
    }
}
