using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera;

/// <summary>From what the user says to a real Vera that runs cases.</summary>
internal static class InstalledVera
{
    /// <summary>Starts the Vera that a command names, or, without one, the one that is installed.</summary>
    /// <param name="command">A Python that can import vera, or a <c>vera</c> command; null to look for one.</param>
    /// <param name="parseDocument">The literal tree of a document, or null if it does not parse.</param>
    /// <param name="host">Who runs what that Vera compiles.</param>
    /// <param name="compilersMax">Processes that compile for this one, where cases run in it.</param>
    /// <param name="end">Once this is cancelled, nothing is waited for any more.</param>
    /// <exception cref="VeraException">There is none, or it is not Vera; the message is one line.</exception>
    public static VeraTarget Open(
        string? command,
        Func<VeraType, string, Expr?> parseDocument,
        VeraHost host = VeraHost.Python,
        int compilersMax = 1,
        CancellationToken end = default) =>
        VeraCommand.Find(command, python => new VeraTarget(python, parseDocument, host, compilersMax, end), end);
}
