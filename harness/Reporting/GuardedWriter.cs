using System.Text;
using Vera.GcStress.Files;

namespace Vera.GcStress.Reporting;

/// <summary>A stream of the process that may be closed or full.</summary>
/// <remarks>
/// Work goes on without it: results have other ways out. A reader that has gone away (<c>| head</c>) is no failure.
/// </remarks>
internal sealed class GuardedWriter(TextWriter inner) : TextWriter
{
    /// <summary>What went wrong first; null: all that was written is out.</summary>
    public string? Failure { get; private set; }

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Guarded(() => inner.Write(value));

    public override void Write(string? value) => Guarded(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Guarded(() => inner.Write(buffer, index, count));

    public override void WriteLine(string? value) => Guarded(() => inner.WriteLine(value));

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Failure ??= e is IOException ? e.Message.Split(" : '")[0] : "it is not open for writing";
        }
    }
}
